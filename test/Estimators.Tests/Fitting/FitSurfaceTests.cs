using DeepML.Estimators.Tests.GanAugmenter;
using DeepML.Estimators.Tests.RatingsRbm;
using DeepML.Estimators.Tests.Recurrent;
using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>Every family fits in the same four ways: rows, validation rows, a model to go on from, both.</summary>
[TestClass]
public sealed class FitSurfaceTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static TrainingOptions Training(double rate) =>
        new() { Seed = 5, Epochs = rate < 1e-6 ? 1 : 4, BatchSize = 16, LearningRate = rate, GradientClipNorm = 1 };

    [TestMethod]
    public void An_autoencoder_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { CodeSize = 3, Training = Training(rate) }),
        Blobs.Create(_ml), Blobs.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_module_of_the_users_own_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.TorchModule(
            "Code", "Features", size => TorchSharp.torch.nn.Linear(size, size), new SquaredLoss(), Training(rate)),
        Blobs.Create(_ml), Blobs.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_detector_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.AnomalyDetection.Trainers.Autoencoder(
            new AutoencoderAnomalyOptions { Autoencoder = new AutoencoderOptions { CodeSize = 3, Training = Training(rate) } }),
        Blobs.Create(_ml), Blobs.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_machine_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.RestrictedBoltzmannMachine(
            "Hidden", "Features", new RbmOptions { HiddenSize = 5, Training = Training(rate) }),
        Blobs.Create(_ml), Blobs.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_stack_of_machines_is_measured_on_given_rows_and_goes_on_from_a_model()
    {
        Check(rate => Stack(5, rate), Blobs.Create(_ml), Blobs.Create(_ml, 30, seed: 2));
        using var other = Stack(6, 0.01).Fit(Blobs.Create(_ml));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Stack(5, 0.01).Fit(Blobs.Create(_ml), other)).Message,
            "The previous model is made of");

        DeepBeliefEstimator Stack(int size, double rate) => _ml.Transforms.DeepBeliefNetwork(
            "Top", "Features", new DeepBeliefOptions
            {
                Layers = [new DeepBeliefLayer { HiddenSize = size }, new DeepBeliefLayer { HiddenSize = 4 }],
                Training = Training(rate)
            });
    }

    [TestMethod]
    public void A_recommender_is_measured_on_given_ratings_and_goes_on_from_a_model()
    {
        var ratings = Rating.Create(1);
        Check(
            rate => _ml.Regression.Trainers.RatingsRbm(
                "Stars", "User", "Item", new RatingsRbmOptions { HiddenSize = 6, Training = Training(rate) }),
            Rating.Load(_ml, ratings[200..]), Rating.Load(_ml, ratings[..200]));
    }

    [TestMethod]
    public void A_recommender_goes_on_with_other_ratings_of_the_same_users_and_items()
    {
        var ratings = Rating.Create(1);
        var trainer = _ml.Regression.Trainers.RatingsRbm(
            "Stars", "User", "Item", RatingsRbmWorkout.Small with { Training = RatingsRbmWorkout.Small.Training with { Epochs = 30 } });
        using var first = trainer.Fit(Rating.Load(_ml, ratings[..400]));
        using var fresh = trainer.Fit(Rating.Load(_ml, ratings));
        using var warm = trainer.Fit(Rating.Load(_ml, ratings), first);
        Assert.IsLessThan(fresh.TrainingHistory.Epochs[0].TrainingLoss, warm.TrainingHistory.Epochs[0].TrainingLoss);
    }

    [TestMethod]
    public void A_tagger_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.TagSequence("Tags", "Keys", "Next",
            new SequenceTaggerOptions { Encoder = new LstmEncoder { HiddenSize = 6 }, EmbeddingSize = 4, Training = Training(rate) }),
        Sequences.Create(_ml), Sequences.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void Numbers_of_steps_are_measured_on_given_rows_and_go_on_from_a_model() => Check(
        rate => _ml.Transforms.PredictSteps("Steps", "Keys", "Numbers", new StepRegressorOptions
        {
            LabelSize = 2,
            Encoder = new LstmEncoder { HiddenSize = 6 },
            EmbeddingSize = 4,
            Training = Training(rate),
        }),
        Sequences.Create(_ml), Sequences.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void An_autoencoder_of_sequences_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.SequenceAutoencoder("Code", "Numbers", new SequenceAutoencoderOptions
        {
            StepSize = 2,
            Encoder = new LstmEncoder { HiddenSize = 6 },
            CodeSize = 3,
            Training = Training(rate),
        }),
        Sequences.Create(_ml), Sequences.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_reader_of_labels_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.SequenceLabelling("Read", "Numbers", "Runs", new SequenceLabellingOptions
        {
            StepSize = 2,
            Encoder = new LstmEncoder { HiddenSize = 6 },
            Training = Training(rate),
        }),
        Sequences.Create(_ml), Sequences.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_model_of_masked_keys_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.MaskedTokenModel("Vector", "Keys", new MaskedTokenModelOptions
        {
            Encoder = new GruEncoder { HiddenSize = 6 },
            EmbeddingSize = 4,
            Training = Training(rate),
        }),
        Sequences.Create(_ml), Sequences.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_writer_is_measured_on_given_rows_and_goes_on_from_a_model() => Check(
        rate => _ml.Transforms.SequenceToSequence("Output", "Keys", "Reversed",
            new SequenceToSequenceOptions { Encoder = new GruEncoder { HiddenSize = 6 }, EmbeddingSize = 4, Training = Training(rate) }),
        Sequences.Create(_ml), Sequences.Create(_ml, 30, seed: 2));

    [TestMethod]
    public void A_language_model_is_measured_on_given_texts_and_goes_on_from_a_model_whose_characters_it_keeps()
    {
        var data = Texts("the rain in spain", "stays mainly in the plain");
        Check(Model, data, Texts("in the rain", "zzz"));
        using var first = Model(0.01).Fit(data);
        using var second = Model(0.01).Fit(Texts("the plain in spain"), first);
        Assert.AreEqual(first.Alphabet, second.Alphabet);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Model(0.01).Fit(Texts("quiz"), first)).Message,
            "'q' (U+0071), 'u' (U+0075), 'z' (U+007A)");

        CharacterLanguageModelEstimator Model(double rate) =>
            _ml.Transforms.CharacterLanguageModel("Bits", "Text", new CharacterLanguageModelOptions
            {
                Encoder = new LstmEncoder { HiddenSize = 8 },
                EmbeddingSize = 4,
                SegmentLength = 8,
                Training = Training(rate) with { BatchSize = 2 },
            });
        IDataView Texts(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new TextRow { Text = text }).ToArray());
    }

    [TestMethod]
    public void An_augmenter_is_measured_on_given_rows_and_goes_on_from_a_model_whose_columns_it_keeps()
    {
        // what it chooses among is set to the real shares after each fit
        Check(Augmenter, GanTestRows.Table(_ml), GanTestRows.Table(_ml, 60), moved: 0.2);
        using var first = Augmenter(0.002).Fit(GanTestRows.Table(_ml));
        var other = GanTestRows.Table(_ml, change: (row, i) => row.Country = i == 7 ? "XX" : row.Country);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Augmenter(0.002).Fit(other, first)).Message,
            "'Country' holds 'XX', which that of the previous model did not");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(
            () => Augmenter(0.002).Fit(GanTestRows.Table(_ml), other)).Message,
                "'Country' holds 'XX', which that of the training rows did not");

        GanAugmenterEstimator Augmenter(double rate) => GanTestRows.TableEstimator(
            _ml, GanTestRows.Tiny with { Training = GanTestRows.Tiny.Training with { LearningRate = rate, Epochs = 1, Seed = 5 } });
    }

    [TestMethod]
    public void A_forecaster_goes_on_from_a_model_and_says_why_it_takes_no_validation_rows()
    {
        var data = ForecastSeries.View(_ml, ForecastSeries.Seasonal(120));
        Check(rate => Forecaster(ForecastSeries.Quick() with { Training = Training(rate) }), data, null);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Forecaster(ForecastSeries.Quick()).Fit(data, data)).Message,
            "its validation rows are the end of each series");
        using var first = Forecaster(ForecastSeries.Quick()).Fit(data);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Forecaster(ForecastSeries.Quick() with { Differencing = SeriesDifferencing.First }).Fit(data, first)).Message;
        StringAssert.Contains(error, "Differencing is First, the model's is None");

        RecurrentForecastEstimator Forecaster(RecurrentForecastOptions options) =>
            _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options);
    }

    // With a rate of nearly nothing a warm start ends where the model was, and a fresh one elsewhere.
    private static void Check<TOptions, TTransformer>(
        Func<double, NetworkEstimator<TOptions, TTransformer>> estimator, IDataView data, IDataView? validation, double moved = 1e-5)
        where TOptions : NetworkOptions
        where TTransformer : NetworkTransformer
    {
        using var previous = estimator(0.01).Fit(data, validation, null);
        using var other = estimator(1e-12).Fit(data);
        using var warm = estimator(1e-12).Fit(data, previous);
        using var both = estimator(1e-12).Fit(data, validation, previous);
        Assert.IsGreaterThan(1e-4, Distance(previous, other));
        Assert.IsLessThan(moved, Distance(previous, warm));
        Assert.IsLessThan(moved, Distance(previous, both));
        if (validation is not null)
        {
            Assert.IsTrue(previous.TrainingHistory.Epochs.All(epoch => epoch.ValidationLoss is not null));
            Assert.IsTrue(both.TrainingHistory.Epochs.All(epoch => epoch.ValidationLoss is not null));
            using var given = estimator(0.01).Fit(data, validation);
            Assert.AreEqual(previous.TrainingHistory.Epochs[0].ValidationLoss, given.TrainingHistory.Epochs[0].ValidationLoss);
        }
        Assert.ThrowsExactly<ArgumentNullException>(() => estimator(0.01).Fit(data, (TTransformer)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => estimator(0.01).Fit(data, (IDataView)null!));

        double Distance(TTransformer one, TTransformer other)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            var weights = other.NamedWeights;
            // buffers hold what was seen of rows, not what was learned
            return one.NamedWeights.Where(weight => weight.Value.is_floating_point()
                && !weight.Key.Contains("running_") && weight.Key is not ("user_hidden" or "stranger_hidden" or "common_bias"))
                .Max(weight => (weight.Value - weights[weight.Key]).abs().max().item<float>());
        }
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }
}
