using DeepML.Estimators.Tests.Convolutional;
using DeepML.Estimators.Tests.GanAugmenter;
using DeepML.Estimators.Tests.RatingsRbm;
using DeepML.Estimators.Tests.Recurrent;
using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>Training and scoring in bfloat16, or the refusal of it where the processor lacks it.</summary>
[TestClass]
public sealed class PrecisionTests
{
    private static readonly TrainingOptions Mixed = new()
    {
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.01,
        Precision = Precision.BFloat16,
        Seed = 3,
    };

    private static readonly Dictionary<string, Func<MLContext, TrainingOptions, NetworkTransformer>> Fits = new()
    {
        ["perceptron"] = (ml, training) => ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [16], Training = training }).Fit(Blobs.WithKeys(ml)),
        ["pictures"] = (ml, training) => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
            MulticlassConvolutionalWorkout.Options("Label") with { Training = training }).Fit(Blobs.WithKeys(ml)),
        ["autoencoder"] = (ml, training) => ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 2, Training = training }).Fit(Blobs.Create(ml)),
        ["variational"] = (ml, training) => ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 2, Variational = new VariationalCode(), Training = training })
            .Fit(Blobs.Create(ml)),
        ["lstm"] = (ml, training) => ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new LstmEncoder { HiddenSize = 6, LayerCount = 2 },
            SegmentLength = 3,
            Training = training,
        }).Fit(Sequences.WithClass(ml, seed: 1)),
        ["both ways"] = (ml, training) => ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new GruEncoder { HiddenSize = 6, LayerCount = 2 },
            Bidirectional = true,
            Training = training,
        }).Fit(Sequences.WithClass(ml, seed: 1)),
        ["peepholes"] = (ml, training) => ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new PeepholeLstmEncoder { HiddenSize = 6 },
            Training = training,
        }).Fit(Sequences.WithClass(ml, seed: 1)),
        ["delays"] = (ml, training) => ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new TimeDelayEncoder { HiddenSize = 6 },
            Training = training,
        }).Fit(Sequences.WithClass(ml, seed: 1)),
        ["forecasts"] = (ml, training) => ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", ForecastSeries.Quick() with { Training = training })
            .Fit(ForecastSeries.View(ml, ForecastSeries.Seasonal(60, 1))),
        ["own module"] = (ml, training) => ml.MulticlassClassification.Trainers.TorchModule(
            (width, classes) => nn.Sequential(nn.Linear(width, 8), nn.ReLU(), nn.Linear(8, classes)),
            new TorchModulePredictionOptions { Training = training }).Fit(Blobs.WithKeys(ml)),
    };

    private static readonly Dictionary<string, Action<MLContext, TrainingOptions>> Refused = new()
    {
        ["a machine that learns by sampling"] = (ml, training) => ml.Transforms.RestrictedBoltzmannMachine(
            "Hidden", "Features", new RbmOptions { Training = training }),
        ["machines that learn by sampling"] = (ml, training) => ml.Transforms.DeepBeliefNetwork(
            "Top", "Features", new DeepBeliefOptions { Training = training }),
        ["the perceptron rule"] = (ml, training) => ml.MulticlassClassification.Trainers.Perceptron(
            new PerceptronOptions { Training = training }),
        ["a loss of slopes, which ContractionWeight asks for"] = (ml, training) => ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { ContractionWeight = 0.1, Training = training }),
        ["two networks that learn from each other"] = (ml, training) => ml.Transforms.AugmentWithGan(
            "Features", "Label", GanTestRows.Tiny with { Training = training }),
        ["a network that writes step by step"] = (ml, training) => ml.Transforms.SequenceToSequence(
            "Output", "Keys", "Reversed", new SequenceToSequenceOptions { Training = training }),
        ["a network that may carry its state"] = (ml, training) => ml.Transforms.TagSequence(
            "Tags", "Keys", "Next", new SequenceTaggerOptions { Training = training }),
        ["a network that carries its state"] = (ml, training) => ml.Transforms.CharacterLanguageModel(
            "Score", "Text", new CharacterLanguageModelOptions { Training = training }),
    };

    public static IEnumerable<object[]> Fitted => Fits.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> RefusedNames => Refused.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Fitted))]
    public void A_fit_in_bfloat16_comes_near_one_in_float32_or_is_refused_with_the_reason(string name)
    {
        var ml = new MLContext(seed: 1);
        if (MixedPrecision.WhyNot is { } why)
        {
            var error = Assert.ThrowsExactly<NotSupportedException>(() => Fits[name](ml, Mixed));
            Assert.AreEqual($"Training.Precision is BFloat16: {why}. Set it to Float32.", error.Message);
            return;
        }
        using var single = Fits[name](ml, Mixed with { Precision = Precision.Float32 });
        using var mixed = Fits[name](ml, Mixed);
        using var again = Fits[name](ml, Mixed);
        Assert.AreEqual(Precision.BFloat16, mixed.TrainingHistory.Precision);
        Assert.AreEqual(Precision.Float32, single.TrainingHistory.Precision);
        var (expected, found) = (single.TrainingHistory.Epochs[^1].TrainingLoss, mixed.TrainingHistory.Epochs[^1].TrainingLoss);
        Assert.AreEqual(expected, found, 0.05 * Math.Abs(expected));
        Assert.AreNotEqual(expected, found);
        foreach (var (weightName, weight) in mixed.NamedWeights)
        {
            Assert.AreNotEqual(ScalarType.BFloat16, weight.dtype, weightName);
            Assert.IsTrue(weight.eq(again.NamedWeights[weightName]).all().item<bool>(), weightName);
        }
    }

    [TestMethod]
    [DynamicData(nameof(RefusedNames))]
    public void What_cannot_learn_in_bfloat16_says_so_before_any_row_is_read(string reason)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Refused[reason](new MLContext(seed: 1), Mixed));
        StringAssert.Contains(error.Message, $"Training.Precision is BFloat16; it must be Float32 for {reason}");
    }

    [TestMethod]
    public void A_precision_that_there_is_not_is_refused() => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(() => Fits["perceptron"](new MLContext(seed: 1), Mixed with { Precision = (Precision)7 }))
            .Message,
        "Training.Precision is 7; it must be one of Float32, BFloat16.");

    [TestMethod]
    public void A_gpu_is_refused()
    {
        var error = Assert.ThrowsExactly<NotSupportedException>(
            () => TrainingDevice.CheckPrecision(Precision.BFloat16, new Device(TorchSharp.DeviceType.CUDA, 0)));
        StringAssert.Contains(error.Message, "not on a GPU");
    }

    [TestMethod]
    public void Batches_are_scored_in_bfloat16_near_float32_and_single_rows_as_before()
    {
        var ml = new MLContext(seed: 1);
        var rows = Blobs.WithKeys(ml);
        using var model = (MultilayerPerceptronTransformer)Fits["perceptron"](ml, Mixed with { Precision = Precision.Float32 });
        if (MixedPrecision.WhyNot is { } why)
        {
            var error = Assert.ThrowsExactly<NotSupportedException>(() => model.ScoringPrecision = Precision.BFloat16);
            StringAssert.Contains(error.Message, why);
            return;
        }
        var (single, one) = (Scores(), Engine());
        model.ScoringPrecision = Precision.BFloat16;
        var mixed = Scores();
        CollectionAssert.AreEqual(one, Engine());
        Assert.AreEqual(single.Length, mixed.Length);
        var largest = single.Zip(mixed, (a, b) => Math.Abs(a - b)).Max();
        Assert.IsGreaterThan(0f, largest);
        Assert.IsLessThan(0.02f, largest);
        model.ScoringPrecision = Precision.Float32;
        CollectionAssert.AreEqual(single, Scores());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.ScoringPrecision = (Precision)7);

        float[] Scores()
        {
            var scored = model.Transform(rows);
            return [.. ml.Data.CreateEnumerable<Scored>(scored, false).SelectMany(row => row.Score)];
        }

        float[] Engine()
        {
            var options = new PredictionEngineOptions { OwnsTransformer = false };
            using var engine = ml.Model.CreatePredictionEngine<Blobs.Row, Scored>(model, options);
            return engine.Predict(ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml), false).First()).Score;
        }
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
