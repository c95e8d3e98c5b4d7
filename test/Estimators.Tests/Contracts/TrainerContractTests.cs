using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>What ML.NET's own trainers do, done with each of ours: a table of trainers and contracts.</summary>
[TestClass]
public sealed class TrainerContractTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static IEnumerable<object[]> All => Trainer.All;

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_trainer_tells_what_it_needs_and_its_model_can_be_looked_at(string family, string task)
    {
        var trainer = Trainer.Create(_ml, family, task);
        Assert.AreEqual(family is "Perceptron" or "TorchModule", trainer.Info.NeedNormalization, "the others scale inside");
        Assert.IsFalse(trainer.Info.WantCaching);
        var model = trainer.Fit(Blobs.WithKeys(_ml));
        ISingleFeaturePredictionTransformer<NetworkModel> seen = model;
        Assert.AreEqual("Features", seen.FeatureColumnName);
        Assert.IsInstanceOfType<VectorDataViewType>(seen.FeatureColumnType);
        Assert.AreEqual(model.ParameterCount, seen.Model.ParameterCount);
        model.Dispose();
        Assert.IsNotEmpty(seen.Model.WeightShapes);
        StringAssert.Contains(seen.Model.Summary(), seen.Model.WeightShapes.Keys.First());
        StringAssert.EndsWith(seen.Model.Summary(), seen.Model.ToString());
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Permutation_feature_importance_measures_every_feature(string family, string task)
    {
        var data = Blobs.WithKeys(_ml);
        using var model = Trainer.Create(_ml, family, task).Fit(data);
        double[] changes = task switch
        {
            "Multiclass" => [.. _ml.MulticlassClassification.PermutationFeatureImportance(model, data).Select(m => m.LogLoss.Mean)],
            "Binary" => [.. _ml.BinaryClassification.PermutationFeatureImportance(model, data, "IsFirst")
                .Select(m => m.AreaUnderRocCurve.Mean + m.Accuracy.Mean)],
            _ => [.. _ml.Regression.PermutationFeatureImportance(model, data, "Number").Select(m => m.MeanSquaredError.Mean)],
        };
        Assert.HasCount(Blobs.Width, changes);
        Assert.IsTrue(task == "Binary" || changes.Any(change => change != 0), "a network that reads its features changes with them");
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Cross_validation_fits_and_measures_every_fold(string family, string task)
    {
        var data = Blobs.WithKeys(_ml);
        var trainer = Trainer.Create(_ml, family, task);
        double[] metrics = task switch
        {
            "Multiclass" => [.. _ml.MulticlassClassification.CrossValidate(data, trainer, 2).Select(fold => fold.Metrics.LogLoss)],
            "Binary" =>
                [.. _ml.BinaryClassification.CrossValidate(data, trainer, 2, "IsFirst").Select(fold => fold.Metrics.AreaUnderRocCurve)],
            _ => [.. _ml.Regression.CrossValidate(data, trainer, 2, "Number").Select(fold => fold.Metrics.MeanSquaredError)],
        };
        Assert.HasCount(2, metrics);
        Assert.IsTrue(metrics.All(double.IsFinite), string.Join(", ", metrics));
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_cache_before_the_trainer_changes_nothing(string family, string task)
    {
        Cells.AreEqual(Scores(cached: false), Scores(cached: true), 0, "scores");

        IReadOnlyList<float[]> Scores(bool cached)
        {
            var ml = new MLContext(seed: 1);
            var data = Blobs.WithKeys(ml);
            var scale = ml.Transforms.NormalizeMinMax("Features");
            var trainer = Trainer.Create(ml, family, task);
            var model = cached ? scale.AppendCacheCheckpoint(ml).Append(trainer).Fit(data) : scale.Append(trainer).Fit(data);
            using (model)
            {
                var scored = model.Transform(data);
                return Cells.Read(scored, scored.Schema["Score"]);
            }
        }
    }

    [TestMethod]
    public void Permutation_feature_importance_finds_the_feature_that_matters()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200).Select(_ =>
        {
            var features = Enumerable.Range(0, Blobs.Width).Select(_ => random.NextSingle()).ToArray();
            return new Blobs.Row { Features = features, Number = 3 * features[5] };
        }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = Trainer.Create(_ml, "MultilayerPerceptron", "Regression", epochs: 30).Fit(data);
        var changes = _ml.Regression.PermutationFeatureImportance(model, data, "Number", permutationCount: 2)
            .Select(m => m.MeanSquaredError.Mean).ToArray();
        Assert.AreEqual(5, Array.IndexOf(changes, changes.Max()));
    }
}
