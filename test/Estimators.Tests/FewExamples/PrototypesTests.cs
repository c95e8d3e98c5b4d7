using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.FewExamples;

/// <summary>Classes known by the mean of a few rows.</summary>
[TestClass]
public sealed class PrototypesTests
{
    private static readonly PrototypesOptions Longer = new()
    {
        LabelColumnName = "Kind",
        Body = new DenseBody { HiddenSizes = [32], EmbeddingSize = 8 },
        Episodes = new EpisodeOptions { Shots = 3, Queries = 5, PerEpoch = 40 },
        Training = new TrainingOptions { Epochs = 10, LearningRate = 5e-3, ValidationFraction = 0.2, Seed = 1 },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_of_classes_that_were_never_learned_are_told_apart_better_than_by_their_numbers()
    {
        using var model = Trainers.Prototypes(Longer).Fit(Rings(40, 1, 0, 6));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        Assert.IsGreaterThan(0.7, model.TrainingHistory.Epochs[^1].Metrics["validation accuracy"]);
        Assert.IsLessThan(model.TrainingHistory.Epochs[0].TrainingLoss, model.TrainingHistory.Epochs[^1].TrainingLoss);
        var (shown, asked) = (Rings(3, 2, 6, 9), Rings(60, 3, 6, 9));
        double Accuracy(string column, Func<IDataView, IDataView> view)
        {
            using var few = Trainers.Prototypes(new PrototypesOptions
            {
                LabelColumnName = "Kind",
                FeatureColumnName = column,
                Body = null,
            }).Fit(view(shown));
            return Share(few, view(asked));
        }
        using var vectors = _ml.Transforms.NetworkFeatures("Vector", "Features", model).Fit(shown);
        var (learned, raw) = (Accuracy("Vector", vectors.Transform), Accuracy("Features", data => data));
        Assert.IsGreaterThan(raw + 0.1, learned, $"{learned} against {raw} of the numbers as they are");
    }

    [TestMethod]
    public void A_class_added_from_a_few_rows_is_known_to_the_chain_that_is_saved()
    {
        var chain = _ml.Transforms.CopyColumns("Read", "Features")
            .Append(Trainers.Prototypes(Longer with { FeatureColumnName = "Read" }))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Told", "PredictedLabel")).Fit(Rings(40, 1, 0, 6));
        var more = chain.AddClass("ring 6", Rings(5, 2, 6, 7));
        using var file = new MemoryStream();
        _ml.Model.Save(more, Rings(1, 1, 0, 1).Schema, file);
        file.Position = 0;
        var loaded = new MLContext().Model.Load(file, out _);
        var told = loaded.Transform(Rings(50, 3, 6, 7)).GetColumn<string>("Told").ToArray();
        Assert.IsGreaterThan(0.8, told.Count(name => name == "ring 6") / 50.0);
        Assert.IsGreaterThan(
            0.7, loaded.Transform(Rings(20, 4, 0, 6)).GetColumn<string>("Told")
                .Zip(loaded.Transform(Rings(20, 4, 0, 6)).GetColumn<string>("Kind")).Average(row => row.First == row.Second ? 1.0 : 0));
        var size = ((VectorDataViewType)loaded.Transform(Rings(1, 1, 0, 1)).Schema["Score"].Type).Size;
        Assert.AreEqual(7, size, "a probability for each class");
        var fewer = more.RemoveClass("ring 0");
        CollectionAssert.DoesNotContain(
            fewer.Transform(Rings(30, 5, 0, 1)).GetColumn<string>("Told").ToArray(), "ring 0");
        CollectionAssert.Contains(chain.Transform(Rings(30, 5, 0, 1)).GetColumn<string>("Told").ToArray(), "ring 0");
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.CopyColumns("A", "Features").Fit(Rings(1, 1, 0, 1)).RemoveClass("a"));
    }

    [TestMethod]
    public void Pictures_are_learned_with_turned_ones_as_further_classes()
    {
        var options = Longer with
        {
            Body = new ConvolutionalBody
            {
                Height = 4,
                Width = 4,
                EmbeddingSize = 6,
                QuarterTurns = true,
                Layers =
                [
                    new ConvolutionLayer(8, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU),
                    new FlattenLayer(),
                ],
            },
        };
        using var model = Trainers.Prototypes(options).Fit(Corners(40));
        Assert.IsGreaterThan(0.9, Share(model, Corners(20)));
        Assert.AreEqual(
            "8", model.TrainingHistory.Chosen.Single(choice => choice.Option == "Episodes.Ways").Value, "two classes, four turns");
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(options with
        {
            Body = (ConvolutionalBody)options.Body! with { Height = 2, Width = 8, QuarterTurns = true },
        }));
        StringAssert.Contains(error.Message, "Body.QuarterTurns is True; it must be false for pictures of 8x2 pixels");
    }

    [TestMethod]
    public void Shots_and_ways_that_there_are_no_rows_for_are_refused_by_name()
    {
        var few = Rings(4, 1, 0, 3);
        var shots = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(Brief(Longer.Episodes with { Shots = 4 })).Fit(few));
        StringAssert.Contains(
            shots.Message, "Episodes.Shots is 4; class 'ring 0' has 4 training rows, and 2 other classes have as many as Shots or fewer");
        var ways = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(Brief(Longer.Episodes with { Ways = 4 })).Fit(few));
        StringAssert.Contains(ways.Message, "Episodes.Ways is 4; it must be in [2, 3]");
        using var model = Trainers.Prototypes(Brief(new EpisodeOptions { PerEpoch = 2 })).Fit(few);
        Assert.AreEqual("3", model.TrainingHistory.Chosen.Single(choice => choice.Option == "Episodes.Shots").Value);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Trainers.Prototypes(Brief(new EpisodeOptions())).Fit(Rings(1, 1, 0, 3))).Message,
            "Fewer than two classes have two training rows or more");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Prototypes(Longer).Fit(Rings(9, 1, 0, 1))).Message,
            "holds the same class");
    }

    [TestMethod]
    public void A_key_of_the_label_without_rows_is_not_predicted_until_it_has_some()
    {
        var all = _ml.Transforms.Conversion.MapValueToKey("Key", "Kind").Fit(Rings(5, 1, 0, 3));
        using var model = Trainers.Prototypes(Brief(Longer.Episodes) with { LabelColumnName = "Key" })
            .Fit(all.Transform(Rings(9, 1, 0, 2)));
        CollectionAssert.AreEqual(new[] { "ring 0", "ring 1", "ring 2" }, model.ClassNames.ToArray());
        CollectionAssert.DoesNotContain(model.Transform(Rings(30, 2, 2, 3)).GetColumn<uint>("PredictedLabel").ToArray(), 3u);
        using var more = model.AddClass("ring 2", Rings(5, 2, 2, 3));
        CollectionAssert.AreEqual(model.ClassNames.ToArray(), more.ClassNames.ToArray(), "keys stay as they are");
        Assert.IsGreaterThan(10, more.Transform(Rings(30, 2, 2, 3)).GetColumn<uint>("PredictedLabel").Count(key => key == 3));
    }

    [TestMethod]
    public void Training_goes_on_from_a_model_whose_classes_may_be_others()
    {
        using var model = Trainers.Prototypes(Brief(Longer.Episodes)).Fit(Rings(9, 1, 0, 3));
        using var more = model.AddClass("ring 3", Rings(5, 1, 3, 4));
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Kind").Fit(Rings(9, 1, 2, 7)).Transform(Rings(9, 1, 2, 7));
        using var further = Trainers.Prototypes(Brief(Longer.Episodes)).Fit(keyed, more);
        CollectionAssert.AreEqual(new[] { "ring 2", "ring 3", "ring 4", "ring 5", "ring 6" }, further.ClassNames.ToArray());
        var still = Brief(Longer.Episodes);
        still = still with { Training = still.Training with { LearningRate = 1e-20 } };
        using var same = Trainers.Prototypes(still).Fit(Rings(9, 1, 0, 3), model);
        CollectionAssert.AreEqual(
            model.Transform(Rings(5, 2, 0, 3)).GetColumn<uint>("PredictedLabel").ToArray(),
            same.Transform(Rings(5, 2, 0, 3)).GetColumn<uint>("PredictedLabel").ToArray(), "it begins where the other ended");
        var wider = Brief(Longer.Episodes) with { Body = new DenseBody { HiddenSizes = [5], EmbeddingSize = 8 } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(wider).Fit(Rings(9, 1, 0, 3), model)).Message,
            "The previous model has another architecture");
    }

    [TestMethod]
    public void Rows_that_are_streamed_cannot_be_drawn_from()
    {
        var tight = Brief(Longer.Episodes);
        tight = tight with { Training = tight.Training with { MemoryBudget = 1L << 20 } };
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Prototypes(tight).Fit(Rings(20_000, 1, 0, 6))).Message,
            "more than Training.MemoryBudget");
    }

    [TestMethod]
    public void Options_out_of_range_are_named_all_at_once()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(new PrototypesOptions
        {
            Body = new DenseBody { EmbeddingSize = 0, HiddenSizes = [], Dropout = 0.5, InputScaling = (NetworkInputScaling)9 },
            Episodes = new EpisodeOptions { Ways = 1, Shots = 0, Queries = 0, PerEpoch = 0 },
            ExampleWeightColumnName = "Weight",
            Training = new TrainingOptions
            {
                BatchSize = 8,
                LabelNoise = 0.1,
                LabelSmoothing = 0.1,
                ClassWeights = [1, 2],
                Precision = Precision.BFloat16,
            },
        })).Message;
        foreach (var fault in new[]
        {
            "Body.EmbeddingSize is 0", "Body.Dropout is 0.5", "Body.InputScaling is 9", "Episodes.Ways is 1", "Episodes.Shots is 0",
            "Episodes.Queries is 0", "Episodes.PerEpoch is 0", "ExampleWeightColumnName is \"Weight\"", "Training.BatchSize is 8",
            "Training.LabelNoise is 0.1", "Training.LabelSmoothing is 0.1", "Training.ClassWeights is a list of 2",
            "Training.Precision is BFloat16",
        })
            StringAssert.Contains(message, fault);
        var without = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(new PrototypesOptions
        {
            Body = null,
            Episodes = new EpisodeOptions { Shots = 1 },
            Training = new TrainingOptions { Epochs = 3 },
        })).Message;
        StringAssert.Contains(without, "Episodes is changed; it must be left as it is");
        StringAssert.Contains(without, "Training.Epochs is 3; it must be null without Body");
        var pictures = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(new PrototypesOptions
        {
            Body = new ConvolutionalBody { Height = -1, Augmentation = new PictureAugmentation { MixUp = 0.2, CutMix = 1, Zoom = 2 } },
        })).Message;
        foreach (var fault in new[]
        {
            "Body: Height is -1", "Augmentation.MixUp is 0.2", "Augmentation.CutMix is 1", "Augmentation.Zoom is 2",
        })
            StringAssert.Contains(pictures, fault);
    }

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers => _ml.MulticlassClassification.Trainers;

    private static PrototypesOptions Brief(EpisodeOptions episodes) => Longer with
    {
        Episodes = episodes with { PerEpoch = 5 },
        Training = new TrainingOptions { Epochs = 2, Seed = 1 },
    };

    private static double Share(PrototypesTransformer model, IDataView rows)
    {
        var scored = model.Transform(rows);
        return scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<string>("Kind"))
            .Average(row => model.ClassNames[(int)row.First - 1] == row.Second ? 1.0 : 0);
    }

    private IDataView Rings(int each, int seed, int from, int to) => _ml.Data.LoadFromEnumerable(RingRow.Draw(each, seed, from, to));

    private IDataView Corners(int each)
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 2 * each).Select(i => new PictureRow
        {
            Kind = i % 2 == 0 ? "corner" : "bar",
            Features = [.. Enumerable.Range(0, 16).Select(p =>
                ((i % 2 == 0 ? p is 0 or 1 or 4 : p is 4 or 5 or 6 or 7) ? 1 : 0) + (0.2f * random.NextSingle()))],
        }).ToArray());
    }

    private sealed class PictureRow
    {
        [VectorType(16)]
        public float[] Features { get; set; } = [];

        public string Kind { get; set; } = "";
    }
}
