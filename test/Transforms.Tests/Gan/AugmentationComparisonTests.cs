using DeepML.Workout;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Ways to add rows, compared over folds.</summary>
[TestClass]
public sealed class AugmentationComparisonTests
{
    [TestMethod]
    public void What_is_better_in_every_fold_is_chosen()
    {
        var comparison = Of((AugmentationMethod.None, [0.5, 0.6, 0.7]), (AugmentationMethod.Gan, [0.6, 0.7, 0.8]));
        Assert.AreEqual(AugmentationMethod.Gan, comparison.Chosen);
        Assert.AreEqual((3, 90), (comparison.Folds, comparison.Rows));
        Assert.AreEqual(0.6, comparison.Scores[0].MacroF1, 1e-12);
        // deviation 0.1 of three folds
        Assert.AreEqual(0.1 / Math.Sqrt(3), comparison.Scores[0].StandardError, 1e-12);
        Assert.AreEqual(AugmentationMethod.Gan, comparison.Scores[1].Method);
    }

    [TestMethod]
    public void The_first_that_loses_no_more_than_chance_is_chosen()
    {
        // the loss to the best is 0.01 on average, and its standard error 0.0129
        var comparison = Of(
            (AugmentationMethod.None, [0.7, 0.7, 0.7, 0.7]), (AugmentationMethod.Oversampling, [0.72, 0.68, 0.74, 0.70]));
        Assert.AreEqual(AugmentationMethod.None, comparison.Chosen);
        // the same mean loss, but the same in every fold
        comparison = Of(
            (AugmentationMethod.None, [0.71, 0.67, 0.73, 0.69]), (AugmentationMethod.Oversampling, [0.72, 0.68, 0.74, 0.70]));
        Assert.AreEqual(AugmentationMethod.Oversampling, comparison.Chosen);
    }

    [TestMethod]
    public void Of_equals_the_simplest_is_chosen()
    {
        Assert.AreEqual(
            AugmentationMethod.Oversampling,
            Of((AugmentationMethod.Oversampling, [0.5]), (AugmentationMethod.Gan, [0.5]), (AugmentationMethod.None, [0.4])).Chosen);
        Assert.AreEqual(0, Of((AugmentationMethod.None, [0.5])).Scores[0].StandardError, "one fold has no spread");
    }

    [TestMethod]
    public void It_reads_alike_in_every_culture()
    {
        var comparison = Of((AugmentationMethod.None, [0.5, 0.6, 0.7]), (AugmentationMethod.Gan, [0.65, 0.65, 0.65]));
        const string expected = "macro F1 None 0.600 ± 0.058, Gan 0.650 ± 0.000 over 3 folds of 90 rows";
        Assert.AreEqual(expected, comparison.ToString());
        Assert.AreEqual(expected, GermanNumbers.In(comparison.ToString));
    }

    private static AugmentationComparison Of(params (AugmentationMethod Method, double[] Scores)[] folds) =>
        AugmentationComparison.Of(folds, 90);
}
