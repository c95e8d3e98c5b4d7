using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class CrossValidationTests
{
    [TestMethod]
    public void Every_fold_has_its_own_model_and_rows_the_model_has_not_seen()
    {
        var ml = new MLContext(1);
        var data = TrainerTestData.Digits(ml).Train;
        var results = ml.MulticlassClassification.CrossValidate(data, ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(), numberOfFolds: 3);

        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, results.Select(r => r.Fold).ToArray());
        Assert.AreEqual(3, results.Select(r => r.Model).Distinct().Count());
        Assert.AreEqual(data.GetRowCount(), results.Sum(r => r.ScoredHoldOutSet.GetColumn<uint>("Label").LongCount()));
        foreach (var result in results)
        {
            Assert.IsTrue(result.Metrics.MicroAccuracy > 0.93, $"{result.Metrics.MicroAccuracy}");
            Assert.AreEqual(result.Metrics.MicroAccuracy, ml.MulticlassClassification.Evaluate(result.ScoredHoldOutSet).MicroAccuracy);
        }
    }

    [TestMethod]
    public void Equal_seeds_make_equal_folds()
    {
        var ml = new MLContext();
        var data = TrainerTestData.Diabetes(ml).Train;
        float[] Labels(int seed) => ml.Regression.CrossValidate(data, ml.Regression.Trainers.Sdca(), numberOfFolds: 2, seed: seed)[0]
            .ScoredHoldOutSet.GetColumn<float>("Label").ToArray();

        CollectionAssert.AreEqual(Labels(5), Labels(5));
        CollectionAssert.AreNotEqual(Labels(5), Labels(6));
    }

    [TestMethod]
    public void Binary_cross_validation_needs_a_probability_unless_told_otherwise()
    {
        var ml = new MLContext(1);
        var data = TrainerTestData.BreastCancer(ml).Train;
        var calibrated = ml.BinaryClassification.CrossValidate(data, ml.BinaryClassification.Trainers.LbfgsLogisticRegression());
        Assert.AreEqual(5, calibrated.Count);
        Assert.IsTrue(calibrated.All(r => r.Metrics is { Accuracy: > 0.85, LogLoss: < 1 }));

        var withoutProbability = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.BinaryClassification.CrossValidate(data, withoutProbability));
        Assert.AreEqual(2, ml.BinaryClassification.CrossValidateNonCalibrated(data, withoutProbability, numberOfFolds: 2).Count);
    }

    [TestMethod]
    public void Clustering_is_cross_validated_without_labels()
    {
        var ml = new MLContext(1);
        var results = ml.Clustering.CrossValidate(TrainerTestData.Diabetes(ml).Train, ml.Clustering.Trainers.KMeans(numberOfClusters: 3), 2, featuresColumnName: "Features");

        Assert.IsTrue(results.All(r => r.Metrics.DaviesBouldinIndex > 0 && double.IsNaN(r.Metrics.NormalizedMutualInformation)));
    }

    [TestMethod]
    public void Held_out_rows_pass_the_members_of_every_scope()
    {
        var ml = new MLContext(1);
        var data = TrainerTestData.Diabetes(ml).Train;
        // The label is made by a member that scoring leaves out.
        var pipeline = new EstimatorChain<ITransformer>().Append(ml.Transforms.CopyColumns("Target", "Label"), TransformerScope.TrainTest)
            .Append(ml.Regression.Trainers.Sdca("Target"));
        var results = ml.Regression.CrossValidate(data, pipeline, numberOfFolds: 2, labelColumnName: "Target");

        Assert.IsTrue(results.All(r => r.Metrics.RSquared > 0.3));
    }

    [TestMethod]
    public void One_fold_and_missing_arguments_are_refused()
    {
        var ml = new MLContext(1);
        var data = TrainerTestData.Diabetes(ml).Train;
        var trainer = ml.Regression.Trainers.Sdca();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.Regression.CrossValidate(data, trainer, numberOfFolds: 1));
        Assert.ThrowsExactly<ArgumentNullException>(() => ml.Regression.CrossValidate(null, trainer));
        Assert.ThrowsExactly<ArgumentNullException>(() => ml.Regression.CrossValidate(data, null));
    }
}
