"""What a student is told where an answer fails as a mutant does: for each operator a title and a hint in general words.

A hint names a kind of mistake and where to look; it knows nothing of the task. An operator that is left out changes a
program in too many ways for such a sentence.
"""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "plate dropped": (
        "A statement outside of its plate",
        "Which of your statements does the text want once for each observation, or for each group? Those stand in a "
        "plate: compare them one by one.",
    ),
    "obs dropped": (
        "A site that does not get its data",
        "Follow the data from the argument of your function to the site that they belong to: what does it get them by?",
    ),
    "constraint dropped": (
        "A parameter without its constraint",
        "Which values may this parameter take? Training moves it anywhere, unless `pyro.param` is told.",
    ),
    "dim dropped": (
        "A plate or a reduction without its dim",
        "Look at each `dim` that the text names. Where none is given, which one is taken?",
    ),
    "dims exchanged": (
        "Two dims are exchanged",
        "Count the dims from the right. Which one is it for each of your plates and sums, and which one should it be?",
    ),
    "loc and scale swapped": (
        "Two parameters of a distribution are exchanged",
        "In which order does the distribution take its parameters? Naming them when you call it makes sure.",
    ),
    "scale squared": (
        "A variance where a standard deviation is asked for",
        "The second number of a `Normal` is its standard deviation. Which of the two do you give?",
    ),
    "family changed": (
        "Another family of distributions",
        "Compare the distribution of each of your sites with the text, one by one: is one of them of another family?",
    ),
    "to_event changed": (
        "An event dim too many or too few",
        "Compare the batch shape and the event shape of your sites with the text. What does `to_event` count?",
    ),
    "site renamed": (
        "A site by another name",
        "Compare the names of your sites with those in the text, letter by letter.",
    ),
    "gradient cut": (
        "A gradient is cut off",
        "Can a gradient find its way from the result back to the parameters? Something on the way keeps only numbers.",
    ),
    "gradient not cut": (
        "A gradient goes too far",
        "Through which of your values should no gradient flow?",
    ),
    "gradients not zeroed": (
        "Gradients of earlier steps are still there",
        "torch adds each new gradient to what is there already. What has to happen between two steps?",
    ),
    "seed ignored": (
        "The seed is not set",
        "The same seed has to give the same numbers. Where does your function use the one that it was given?",
    ),
    "raise removed": (
        "An error that does not come",
        "The text names a case in which your function has to raise an error. Try that case.",
    ),
    "sign flipped": (
        "A sign is the wrong way round",
        "Which of your terms are added, and which are taken away? Work out one small case by hand.",
    ),
    "sum and mean exchanged": (
        "A mean where a sum is asked for, or the other way round",
        "Does the text add up, or does it average? What happens to your result when there are twice as many numbers?",
    ),
    "max and min exchanged": (
        "The largest where the smallest is asked for, or the other way round",
        "Is the best the one with the largest number, or with the smallest? Try it with two that you know.",
    ),
    "transform dropped": (
        "A number on another scale",
        "A logarithm, an exponential or a root is missing somewhere: which of your numbers are on which scale?",
    ),
    "range off by one": (
        "One time too many or too few",
        "Count how often your loop runs, with a very small number.",
    ),
    "n - 1 for n": (
        "One too few",
        "Count with a very small example: is one left out?",
    ),
    "n and n - 1 exchanged": (
        "Divided by one more or one less",
        "A sum of squares may be divided by how many there are, or by one less: which one does the text say, and which "
        "one does the function that you call take?",
    ),
    "begun at the second": (
        "The first one is left out, or one that should be left out is there",
        "Does the text begin with the first, or with the second? Try a list of two.",
    ),
    "only the first two": (
        "Right for two, and wrong for more",
        "Your answer is right as long as there are two of them. Try it with three.",
    ),
    "one by one for jointly": (
        "One by one, where all belong together",
        "Is this asked for each one by itself, or for all of them together? Try a table with several rows and columns.",
    ),
    "a size of one stretches": (
        "A size of one stretches",
        "torch stretches a dim of size one to fit. Print the shapes of what you combine: is one of them stretched that "
        "should not be?",
    ),
}
