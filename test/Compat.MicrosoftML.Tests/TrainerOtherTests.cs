using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>Binary classification, regression, anomaly detection and clustering.</summary>
[TestClass]
public class TrainerOtherTests
{
    [TestMethod]
    [DataRow(0f, "l2")]
    [DataRow(1f, "elasticNet")]
    public void Logistic_regression_on_breast_cancer_is_as_good_as_scikit_learn(float l1, string reference)
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.BreastCancer(ml);
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: l1).Fit(train);
        var metrics = ml.BinaryClassification.Evaluate(model.Transform(test));

        Assert.AreEqual(TrainerTestData.Number("breastCancer", reference, "accuracy"), metrics.Accuracy, 0.005);
        Assert.AreEqual(TrainerTestData.Number("breastCancer", reference, "auc"), metrics.AreaUnderRocCurve, 0.001);
        Assert.AreEqual(TrainerTestData.Number("breastCancer", reference, "f1"), metrics.F1Score, 0.005);
        Assert.AreEqual(TrainerTestData.Number("breastCancer", reference, "logLossBits"), metrics.LogLoss, 0.002);
        Assert.AreEqual(TrainerTestData.Number("breastCancer", reference, "averagePrecision"), metrics.AreaUnderPrecisionRecallCurve, 0.005);
        var weights = model.Model.SubModel.Weights;
        var loss = ml.BinaryClassification.Evaluate(model.Transform(train)).LogLoss * Math.Log(2) * train.GetRowCount()!.Value;
        var objective = loss + weights.Sum(w => (double)w * w) / 2 + l1 * weights.Sum(w => Math.Abs((double)w));
        Assert.AreEqual(TrainerTestData.Number("breastCancer", reference, "objective"), objective, 0.02);
    }

    [TestMethod]
    public void Binary_columns_have_the_documented_order_types_and_annotations()
    {
        var ml = new MLContext(1);
        var train = TrainerTestData.BreastCancer(ml).Train;
        var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression();
        var model = trainer.Fit(train);
        var scored = model.Transform(train);

        CollectionAssert.AreEqual(new[] { "PredictedLabel", "Score", "Probability" }, scored.Schema.Skip(train.Schema.Count).Select(c => c.Name).ToArray());
        Assert.AreEqual(BooleanDataViewType.Instance, scored.Schema["PredictedLabel"].Type);
        Assert.AreEqual(NumberDataViewType.Single, scored.Schema["Probability"].Type);
        Assert.IsTrue(scored.Schema["Probability"].IsNormalized());
        Assert.IsFalse(scored.Schema["Score"].IsNormalized());
        foreach (var name in new[] { "PredictedLabel", "Score", "Probability" })
        {
            Assert.AreEqual("BinaryClassification", TrainerAnnotations.Text(scored.Schema[name], "ScoreColumnKind"));
            Assert.AreEqual(name, TrainerAnnotations.Text(scored.Schema[name], "ScoreValueKind"));
        }
        CollectionAssert.AreEqual(new[] { "Score", "PredictedLabel", "Probability" },
            trainer.GetOutputSchema(SchemaShape.Create(train.Schema)).Skip(train.Schema.Count).Select(c => c.Name).ToArray());
        TrainerAnnotations.ShapeKeepsItsPromise(trainer, train);

        var (scores, labels, probabilities) = (scored.GetColumn<float>("Score").ToArray(), scored.GetColumn<bool>("PredictedLabel").ToArray(), scored.GetColumn<float>("Probability").ToArray());
        for (var i = 0; i < scores.Length; i++)
        {
            Assert.AreEqual(scores[i] > 0, labels[i]);
            Assert.AreEqual(1 / (1 + Math.Exp(-scores[i])), probabilities[i], 1e-6);
        }
        Assert.AreEqual(-1, model.Model.Calibrator.Slope);
    }

    [TestMethod]
    public void A_changed_threshold_moves_only_the_prediction_and_survives_saving()
    {
        var ml = new MLContext(1);
        var train = TrainerTestData.BreastCancer(ml).Train;
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(train);
        var strict = TrainerAnnotations.Reload(ml, ml.BinaryClassification.ChangeModelThreshold(model, 2), train.Schema);
        var scored = strict.Transform(train);

        CollectionAssert.AreEqual(model.Transform(train).GetColumn<float>("Score").ToArray(), scored.GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(scored.GetColumn<float>("Score").Select(score => score > 2).ToArray(), scored.GetColumn<bool>("PredictedLabel").ToArray());
        Assert.IsInstanceOfType<BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>>(strict);
    }

    [TestMethod]
    public void Sdca_regression_on_diabetes_equals_ridge_regression()
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.Diabetes(ml);
        var model = ml.Regression.Trainers.Sdca().Fit(train);
        var metrics = ml.Regression.Evaluate(model.Transform(test));

        Assert.AreEqual(TrainerTestData.Number("diabetes", "l2PerRow0001", "rSquared"), metrics.RSquared, 0.005);
        Assert.AreEqual(TrainerTestData.Number("diabetes", "l2PerRow0001", "meanAbsoluteError"), metrics.MeanAbsoluteError, 0.3);
        Assert.AreEqual(TrainerTestData.Number("diabetes", "l2PerRow0001", "intercept"), model.Model.Bias, 0.5);

        var exact = ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { ConvergenceTolerance = 1e-6f, MaximumNumberOfIterations = 2000 }).Fit(train).Model.Weights;
        var expected = TrainerTestData.Reference("diabetes", "l2PerRow0001", "weights").EnumerateArray().Select(w => w.GetDouble()).ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], exact[i], 5);
    }

    [TestMethod]
    public void Averaged_gradient_descent_takes_the_same_steps_as_scikit_learn()
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.Diabetes(ml);
        var model = ml.Regression.Trainers.OnlineGradientDescent(new OnlineGradientDescentTrainer.Options { NumberOfIterations = 20, Shuffle = false }).Fit(train);
        var expected = TrainerTestData.Reference("diabetes", "averagedGradientDescent", "weights").EnumerateArray().Select(w => w.GetDouble()).ToArray();

        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], model.Model.Weights[i], 0.05);
        Assert.AreEqual(TrainerTestData.Number("diabetes", "averagedGradientDescent", "intercept"), model.Model.Bias, 0.05);
        Assert.AreEqual(TrainerTestData.Number("diabetes", "averagedGradientDescent", "rSquared"), ml.Regression.Evaluate(model.Transform(test)).RSquared, 0.001);
    }

    [TestMethod]
    public void Gradient_descent_that_explodes_says_so()
    {
        var ml = new MLContext(1);
        var rows = Enumerable.Range(0, 50).Select(i => new TrainerTestData.SingleRow { Features = [1e6f * i, 1], Label = i }).ToArray();

        Assert.ThrowsExactly<InvalidOperationException>(() =>
            ml.Regression.Trainers.OnlineGradientDescent(decreaseLearningRate: false).Fit(TrainerTestData.View(ml, rows, 2)));
    }

    [TestMethod]
    public void Regression_adds_a_score_and_a_reloaded_model_scores_the_same()
    {
        var ml = new MLContext(1);
        var train = TrainerTestData.Diabetes(ml).Train;
        var trainer = ml.Regression.Trainers.Sdca();
        var model = trainer.Fit(train);
        var scored = model.Transform(train);

        CollectionAssert.AreEqual(new[] { "Score" }, scored.Schema.Skip(train.Schema.Count).Select(c => c.Name).ToArray());
        Assert.AreEqual("Regression", TrainerAnnotations.Text(scored.Schema["Score"], "ScoreColumnKind"));
        TrainerAnnotations.ShapeKeepsItsPromise(trainer, train);
        CollectionAssert.AreEqual(scored.GetColumn<float>("Score").ToArray(), TrainerAnnotations.Reload(ml, model, train.Schema).Transform(train).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void Randomized_pca_finds_the_digits_that_are_not_zero_as_exact_pca_does()
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.Digits(ml);
        var zeros = ml.Data.CreateEnumerable<TrainerTestData.KeyRow>(train, reuseRowObject: false).Where(row => row.Label == 1).ToArray();
        var trainer = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 8);
        var model = trainer.Fit(TrainerTestData.View(ml, zeros, 64));
        var scored = model.Transform(test);

        var scores = scored.GetColumn<float>("Score").ToArray();
        var expected = TrainerTestData.Reference("digits", "pca", "firstScores").EnumerateArray().Select(s => s.GetDouble()).ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], scores[i], 0.02);
        Assert.IsTrue(scores.All(s => s is >= 0 and <= 1));
        CollectionAssert.AreEqual(scores.Select(s => s > 0.5f).ToArray(), scored.GetColumn<bool>("PredictedLabel").ToArray());
        var rows = scores.Zip(scored.GetColumn<uint>("Label"), (score, label) => new EvaluatorOtherTests.Row { Label = label == 1 ? 0 : 1, Score = score }).ToArray();
        Assert.AreEqual(TrainerTestData.Number("digits", "pca", "auc"), ml.AnomalyDetection.Evaluate(ml.Data.LoadFromEnumerable(rows)).AreaUnderRocCurve, 0.005);

        CollectionAssert.AreEqual(new[] { "PredictedLabel", "Score" }, scored.Schema.Skip(test.Schema.Count).Select(c => c.Name).ToArray());
        Assert.AreEqual("BinaryClassification", TrainerAnnotations.Text(scored.Schema["Score"], "ScoreColumnKind"));
        TrainerAnnotations.ShapeKeepsItsPromise(trainer, test);
        CollectionAssert.AreEqual(scores, TrainerAnnotations.Reload(ml, model, test.Schema).Transform(test).GetColumn<float>("Score").ToArray());
        VBuffer<float>[] vectors = [];
        model.Model.GetEigenVectors(ref vectors, out var rank);
        Assert.AreEqual(8, rank);
        Assert.AreEqual(1, vectors[7].DenseValues().Sum(v => v * v), 1e-4);
        Assert.AreEqual(0, vectors[7].DenseValues().Zip(vectors[0].DenseValues(), (a, b) => a * b).Sum(), 1e-4);
    }

    [TestMethod]
    public void A_rank_above_the_number_of_features_is_refused()
    {
        var ml = new MLContext(1);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.AnomalyDetection.Trainers.RandomizedPca(rank: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.AnomalyDetection.Trainers.RandomizedPca(rank: 11).Fit(TrainerTestData.Diabetes(ml).Train));
    }

    [TestMethod]
    public void Kmeans_on_digits_is_as_tight_as_scikit_learn()
    {
        var ml = new MLContext(1);
        var train = TrainerTestData.Digits(ml).Train;
        var trainer = ml.Clustering.Trainers.KMeans(numberOfClusters: 10);
        var model = trainer.Fit(train);
        var scored = model.Transform(train);
        var metrics = ml.Clustering.Evaluate(scored, labelColumnName: "Label", featureColumnName: "Features");

        double[] Recorded(string name) => TrainerTestData.Reference("digits", "kmeans", name).EnumerateArray().Select(n => n.GetDouble()).ToArray();
        Assert.IsTrue(metrics.AverageDistance <= Recorded("inertia").Max() * 1.01, $"{metrics.AverageDistance}");
        Assert.IsTrue(metrics.AverageDistance >= Recorded("inertia").Min() * 0.999, $"{metrics.AverageDistance}");
        Assert.AreEqual(Recorded("daviesBouldin").Average(), metrics.DaviesBouldinIndex, 0.2);
        Assert.IsTrue(metrics.NormalizedMutualInformation is > 0.6 and < 0.9, $"{metrics.NormalizedMutualInformation}");

        Assert.AreEqual("Vector<Single, 10>", scored.Schema["Score"].Type.ToString());
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 10), scored.Schema["PredictedLabel"].Type);
        Assert.AreEqual("Clustering", TrainerAnnotations.Text(scored.Schema["Score"], "ScoreColumnKind"));
        TrainerAnnotations.ShapeKeepsItsPromise(trainer, train);
        var distances = scored.GetColumn<float[]>("Score").ToArray();
        CollectionAssert.AreEqual(distances.Select(d => (uint)Array.IndexOf(d, d.Min()) + 1).ToArray(), scored.GetColumn<uint>("PredictedLabel").ToArray());
        var reloaded = TrainerAnnotations.Reload(ml, model, train.Schema).Transform(train).GetColumn<float[]>("Score").ToArray();
        CollectionAssert.AreEqual(distances[5], reloaded[5]);
        VBuffer<float>[] centroids = [];
        model.Model.GetClusterCentroids(ref centroids, out var count);
        Assert.AreEqual(10, count);
    }

    [TestMethod]
    [DataRow(KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus)]
    [DataRow(KMeansTrainer.InitializationAlgorithm.Random)]
    public void Kmeans_separates_distant_groups(KMeansTrainer.InitializationAlgorithm start)
    {
        var ml = new MLContext(2);
        var rows = Enumerable.Range(0, 40).Select(i => new TrainerTestData.SingleRow { Features = [i % 2 == 0 ? 0.01f * i : 100 + 0.01f * i], Label = i % 2 }).ToArray();
        var data = TrainerTestData.View(ml, rows, 1);
        var model = ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = 2, InitializationAlgorithm = start }).Fit(data);

        Assert.AreEqual(1, ml.Clustering.Evaluate(model.Transform(data), labelColumnName: "Label").NormalizedMutualInformation, 1e-9);
        Assert.ThrowsExactly<InvalidOperationException>(() => ml.Clustering.Trainers.KMeans(numberOfClusters: 41).Fit(data));
    }

    [TestMethod]
    public void A_prediction_engine_follows_each_example()
    {
        var ml = new MLContext(1);
        var rows = Enumerable.Range(0, 40).Select(i => new OneFeature { Features = [i], Label = i >= 20 }).ToArray();
        var model = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 0, l2Regularization: 0.01f).Fit(ml.Data.LoadFromEnumerable(rows));
        using var engine = ml.Model.CreatePredictionEngine<OneFeature, Prediction>(model);

        var (low, high, lowAgain) = (engine.Predict(rows[0]), engine.Predict(rows[39]), engine.Predict(rows[0]));
        Assert.IsFalse(low.PredictedLabel);
        Assert.IsTrue(high.PredictedLabel);
        Assert.AreEqual(low.Score, lowAgain.Score);
        Assert.IsTrue(low.Probability < 0.01 && high.Probability > 0.99);
    }

    [TestMethod]
    public void Every_catalog_and_its_trainers_lead_to_the_environment()
    {
        var ml = new MLContext(1);
        object[] catalogs =
        [
            ml.BinaryClassification, ml.BinaryClassification.Trainers, ml.MulticlassClassification, ml.MulticlassClassification.Trainers, ml.Regression,
            ml.Regression.Trainers, ml.Clustering, ml.Clustering.Trainers, ml.AnomalyDetection, ml.AnomalyDetection.Trainers, ml.Ranking,
            ml.Ranking.Trainers, ml.Forecasting, ml.Forecasting.Trainers,
        ];

        foreach (var catalog in catalogs)
        {
            var map = catalog.GetType().GetInterfaces().Single(i => i.FullName == "Microsoft.ML.Data.IInternalCatalog");
            Assert.IsInstanceOfType<Microsoft.ML.Runtime.IHostEnvironment>(map.GetProperty("Environment")!.GetValue(catalog), catalog.GetType().Name);
        }
    }

    [TestMethod]
    public void Default_options_are_those_of_the_documentation()
    {
        var lbfgs = new LbfgsLogisticRegressionBinaryTrainer.Options();
        Assert.AreEqual((1f, 1f, 1e-7f, 20, int.MaxValue, false, 0f, null), (lbfgs.L1Regularization, lbfgs.L2Regularization, lbfgs.OptimizationTolerance,
            lbfgs.HistorySize, lbfgs.MaximumNumberOfIterations, lbfgs.EnforceNonNegativity, lbfgs.InitialWeightsDiameter, lbfgs.NumberOfThreads));
        var multiclass = new SdcaMaximumEntropyMulticlassTrainer.Options();
        Assert.AreEqual((0.1f, 0f, true, null, null), (multiclass.ConvergenceTolerance, multiclass.BiasLearningRate, multiclass.Shuffle, multiclass.L2Regularization, multiclass.MaximumNumberOfIterations));
        var regression = new SdcaRegressionTrainer.Options();
        Assert.AreEqual((0.01f, 1f), (regression.ConvergenceTolerance, regression.BiasLearningRate));
        Assert.IsInstanceOfType<SquaredLoss>(regression.LossFunction);
        var online = new OnlineGradientDescentTrainer.Options();
        Assert.AreEqual((0.1f, true, 0f, 1, true, true), (online.LearningRate, online.DecreaseLearningRate, online.L2Regularization, online.NumberOfIterations, online.Averaged, online.Shuffle));
        var kmeans = new KMeansTrainer.Options();
        Assert.AreEqual((5, KMeansTrainer.InitializationAlgorithm.KMeansYinyang, 1e-7f, 1000), (kmeans.NumberOfClusters, kmeans.InitializationAlgorithm, kmeans.OptimizationTolerance, kmeans.MaximumNumberOfIterations));
        var pca = new RandomizedPcaTrainer.Options();
        Assert.AreEqual((20, 20, true, null), (pca.Rank, pca.Oversampling, pca.EnsureZeroMean, pca.Seed));
        Assert.AreEqual(("Label", "Features", null), (lbfgs.LabelColumnName, lbfgs.FeatureColumnName, lbfgs.ExampleWeightColumnName));
    }

    public sealed class OneFeature
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    public sealed class Prediction
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }
}
