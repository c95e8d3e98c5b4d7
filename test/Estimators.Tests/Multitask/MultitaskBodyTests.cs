using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Multitask;

/// <summary>Several tasks about pictures and sequences.</summary>
[TestClass]
public sealed class MultitaskBodyTests
{
    private static readonly TrainingOptions Longer =
        new() { Epochs = 40, BatchSize = 16, LearningRate = 0.01, ValidationFraction = 0.25, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(null, false)]
    [DataRow(1e-3, true)]
    public void Tasks_about_pictures_are_learned_together_and_a_missing_label_teaches_the_others_only(double? sharing, bool weighs)
    {
        using var model = _ml.Transforms.MultitaskNetwork(
            "Picture", [new("Where", TaskHeadKind.Multiclass), new("Ink", TaskHeadKind.Regression)], new MultitaskOptions
            {
                Body = new ConvolutionalBody { Layers = [new ConvolutionLayer(4, 2), new FlattenLayer()], EmbeddingSize = 8 },
                HiddenSizes = [8],
                SoftSharing = sharing,
                LearnTaskWeights = weighs,
                Training = Longer,
            }).Fit(Pictures(200, 1, holes: true));
        var scored = model.Transform(Pictures(100, 2, holes: false));
        Assert.IsGreaterThan(0.9, ShareRight(scored, "Where"), "chance is a half");
        Assert.IsGreaterThan(0.8, _ml.Regression.Evaluate(scored, "Ink", "Ink.Score").RSquared);
        Assert.AreEqual(weighs ? 2 : null, model.TaskDeviations?.Count);
        var history = model.TrainingHistory;
        Assert.IsTrue(history.Baseline!.IsBeaten, history.Baseline.ToString());
        CollectionAssert.IsSubsetOf(
            new[] { "validation Where accuracy", "validation Ink loss" }, history.Epochs[^1].Metrics.Keys.ToArray());
    }

    [TestMethod]
    [DataRow("Keys", null, nameof(LstmEncoder))]
    [DataRow("Numbers", 1e-3, nameof(TimeDelayEncoder))]
    public void Tasks_about_sequences_are_learned_together_by_an_encoder_that_suits_them(string column, double? sharing, string chosen)
    {
        using var model = _ml.Transforms.MultitaskNetwork(
            column, [new("Label", TaskHeadKind.Multiclass), new("First", TaskHeadKind.Regression)], new MultitaskOptions
            {
                Body = new SequenceBody { StepSize = column == "Keys" ? null : 2, KeyEmbeddingSize = 8, EmbeddingSize = 16 },
                HiddenSizes = [16],
                SoftSharing = sharing,
                Training = Longer with { Epochs = 25 },
            }).Fit(Sequences.WithClass(_ml, 200));
        var scored = model.Transform(Sequences.WithClass(_ml, 100, seed: 2));
        Assert.IsGreaterThan(0.8, ShareRight(scored, "Label"), "chance is a third");
        Assert.IsGreaterThan(0.7, _ml.Regression.Evaluate(scored, "First", "First.Score").RSquared);
        Assert.AreEqual(chosen, model.TrainingHistory.Chosen.Single(choice => choice.Option == "Encoder").Value);
    }

    [TestMethod]
    public void Rows_of_numbers_go_through_a_dense_body_that_scales_them()
    {
        using var model = _ml.Transforms.MultitaskNetwork(
            "Features", MultitaskWorkout.Heads[1..], MultitaskWorkout.Small with
            {
                Body = new DenseBody { HiddenSizes = [6], EmbeddingSize = 4, InputScaling = NetworkInputScaling.Standard },
            }).Fit(Blobs.Create(_ml));
        var raised = _ml.Transforms.NormalizeMinMax("Features").Fit(Blobs.Create(_ml)).Transform(Blobs.Create(_ml));
        var (plain, scores) = (Scores(model, Blobs.Create(_ml)), Scores(model, raised));
        Assert.IsTrue(plain.All(float.IsFinite));
        CollectionAssert.AreNotEqual(plain, scores);
        CollectionAssert.Contains(model.NamedWeights.Keys.ToArray(), "reader1.rows.body.layers.linear1.weight");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Training_goes_on_from_a_model_over_pictures_or_sequences(bool arePictures)
    {
        var (column, data, options) = arePictures
            ? ("Features", Blobs.Create(_ml), MultitaskWorkouts.Pictures)
            : ("Numbers", Sequences.Create(_ml), new MultitaskOptions
            {
                Body = new SequenceBody { StepSize = 2, InputScaling = NetworkInputScaling.Standard },
                HiddenSizes = [4],
                Training = Sequences.Quick(),
            });
        TaskHead[] heads = [new("A", TaskHeadKind.Regression) { LabelColumnName = arePictures ? "Number" : "First" }];
        using var model = _ml.Transforms.MultitaskNetwork(column, heads, options).Fit(data);
        var still = options with { Training = options.Training with { Epochs = 1, LearningRate = 1e-12 } };
        using var same = _ml.Transforms.MultitaskNetwork(column, heads, still).Fit(data, model);
        using var more = _ml.Transforms.MultitaskNetwork(column, heads, options).Fit(data, model);
        var (before, kept, after) = (Scores(model, data), Scores(same, data), Scores(more, data));
        if (!arePictures) // running values of pictures move with every batch
            Assert.IsLessThan(1e-4f, before.Zip(kept, (a, b) => Math.Abs(a - b)).Max(), "weights and scales are taken up");
        CollectionAssert.AreNotEqual(before, after);
    }

    [TestMethod]
    public void Bad_options_of_bodies_are_named_and_pictures_and_sequences_that_do_not_fit_too()
    {
        MultitaskEstimator Of(MultitaskOptions options, string column = "Numbers") =>
            _ml.Transforms.MultitaskNetwork(column, [new("First", TaskHeadKind.Regression)], options);
        var sequences = Assert.ThrowsExactly<ArgumentException>(() => Of(new MultitaskOptions
        {
            Body = new SequenceBody
            {
                EmbeddingSize = 0,
                StepSize = 0,
                MaximumLength = 0,
                KeyEmbeddingSize = 0,
                Encoder = new TransformerEncoder { HiddenSize = 0 },
                Bidirectional = true,
                Pooling = (SequencePooling)9,
                InputScaling = (NetworkInputScaling)99,
            },
            InputScaling = NetworkInputScaling.Standard,
            Training = new TrainingOptions { InputNoise = 0.1 },
        })).Message;
        foreach (var fault in new[]
        {
            "Body.EmbeddingSize is 0", "Body.StepSize is 0", "Body.MaximumLength is 0", "Body.KeyEmbeddingSize is 0",
            "Body.Encoder.HiddenSize is 0", "Body.Bidirectional is", "Body.Pooling is 9", "Body.InputScaling is 99",
            "InputScaling is Standard; it must be Automatic with a Body", "Training.InputNoise is 0.1",
        })
            StringAssert.Contains(sequences, fault);
        var pictures = Assert.ThrowsExactly<ArgumentException>(() => Of(new MultitaskOptions
        {
            Body = new ConvolutionalBody
            {
                QuarterTurns = true,
                EmbeddingSize = -1,
                Augmentation = new PictureAugmentation { MixUp = 0.2 },
            },
        })).Message;
        foreach (var fault in new[] { "Body.QuarterTurns is", "Body.EmbeddingSize is -1", "Body.Augmentation.MixUp is 0.2" })
            StringAssert.Contains(pictures, fault);
        var odd = Assert.Throws<InvalidOperationException>(
            () => Of(new MultitaskOptions { Body = new SequenceBody { StepSize = 3 } }).Fit(Sequences.Create(_ml)));
        StringAssert.Contains(odd.Message, "no multiple of the step size 3");
        var small = Assert.Throws<Exception>(() => Of(new MultitaskOptions
        {
            Body = new ConvolutionalBody { Height = 3, Width = 3, Layers = [new ConvolutionLayer(2, 2), new FlattenLayer()] },
        }, "Features").Fit(_ml.Transforms.CopyColumns("First", "Number").Fit(Blobs.Create(_ml)).Transform(Blobs.Create(_ml))));
        StringAssert.Contains(small.Message, "Features");
    }

    private static float[] Scores(MultitaskTransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<float>($"{model.Tasks[^1]}.Score")];

    private double ShareRight(IDataView scored, string task) =>
        scored.GetColumn<uint>(task).Zip(scored.GetColumn<uint>($"{task}.PredictedLabel"), (a, b) => a == b ? 1.0 : 0).Average();

    private IDataView Pictures(int count, int seed, bool holes)
    {
        var random = new Random(seed);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => Drawn.Of(random, holes ? i % 3 : 2)).ToArray());
    }

    private sealed class Drawn
    {
        private const uint Missing = uint.MaxValue; // in memory keys count from 0

        [VectorType(4, 4)]
        public float[] Picture { get; set; } = [];

        /// <summary>Whether the square is in the upper or the lower half.</summary>
        [KeyType(2)]
        public uint Where { get; set; }

        public float Ink { get; set; }

        // A square of 2 x 2 pixels of any strength; without the one label, the other, or with both.
        public static Drawn Of(Random random, int kind)
        {
            var (row, column, strength) = (random.Next(2) * 2, random.Next(3), 0.5f + random.NextSingle());
            var picture = new float[16];
            for (var i = 0; i < 4; i++)
                picture[((row + (i / 2)) * 4) + column + (i % 2)] = strength;
            return new Drawn
            {
                Picture = picture,
                Where = kind == 0 ? Missing : (uint)row / 2,
                Ink = kind == 1 ? float.NaN : 4 * strength,
            };
        }
    }
}
