using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.FewExamples;

/// <summary>Sequences, of different lengths, known by the mean of a few.</summary>
[TestClass]
public sealed class SequenceEmbeddingTests
{
    private static readonly PrototypesOptions Longer = new()
    {
        LabelColumnName = "Name",
        FeatureColumnName = "Keys",
        Body = new SequenceBody { Encoder = new GruEncoder { HiddenSize = 16 }, KeyEmbeddingSize = 8, EmbeddingSize = 8 },
        Episodes = new EpisodeOptions { Shots = 3, Queries = 5, PerEpoch = 40 },
        Training = new TrainingOptions { Epochs = 4, LearningRate = 0.02, GradientClipNorm = 1, Seed = 1, ValidationFraction = 0.2 },
    };

    private readonly MLContext _ml = new(seed: 1);

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers => _ml.MulticlassClassification.Trainers;

    [TestMethod]
    [DataRow("Keys")]
    [DataRow("Numbers")]
    public void A_class_of_sequences_is_learned_taken_away_and_added_again_by_a_few(string column)
    {
        using var model = Trainers.Prototypes(Longer with
        {
            FeatureColumnName = column,
            Body = (SequenceBody)Longer.Body! with { StepSize = column == "Numbers" ? 2 : null },
        }).Fit(Sequences.Create(_ml, 150));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        Assert.IsNotEmpty(model.TrainingHistory.Comparisons, "simple methods see counts or summaries");
        Assert.IsGreaterThan(0.9, Share(model));
        using var without = model.RemoveClass("class 2");
        Assert.IsLessThan(0.8, Share(without));
        using var again = without.AddClass("class 2", _ml.Data.FilterByCustomPredicate<Sequences.Row>(
            Sequences.Create(_ml, 20, seed: 5), row => row.Name != "class 2"));
        using var file = new MemoryStream();
        _ml.Model.Save(again, Sequences.Create(_ml).Schema, file);
        file.Position = 0;
        using var loaded = (PrototypesTransformer)_ml.Model.Load(file, out _);
        Assert.IsGreaterThan(0.9, Share(loaded));
        CollectionAssert.AreEqual(Scores(again), Scores(loaded));
    }

    [TestMethod]
    public void What_stands_behind_the_end_of_a_sequence_changes_nothing()
    {
        using var model = Trainers.Prototypes(Brief(Longer)).Fit(Sequences.Create(_ml, 60));
        var alone = Scores(model, rows: 1);
        CollectionAssert.AreEqual(
            alone, Scores(model, rows: 30).Take(alone.Length).ToArray(), Comparer<float>.Create((a, b) => Math.Abs(a - b) < 1e-5 ? 0 : 1));
    }

    [TestMethod]
    public void Training_goes_on_from_weights_and_scales_of_a_model_of_sequences()
    {
        var options = Brief(Longer) with
        {
            FeatureColumnName = "Numbers",
            Body = (SequenceBody)Longer.Body! with { StepSize = 2, InputScaling = NetworkInputScaling.Standard },
        };
        using var model = Trainers.Prototypes(options).Fit(Sequences.Create(_ml, 60));
        var still = options with { Training = options.Training with { LearningRate = 1e-20 } };
        using var same = Trainers.Prototypes(still).Fit(Sequences.Create(_ml, 60), model);
        CollectionAssert.AreEqual(Scores(model), Scores(same), Comparer<float>.Create((a, b) => Math.Abs(a - b) < 1e-4 ? 0 : 1));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(
                options with { Body = (SequenceBody)options.Body with { Encoder = new GruEncoder { HiddenSize = 5 } } })
                .Fit(Sequences.Create(_ml, 60), model)).Message,
            "The previous model has another architecture");
    }

    [TestMethod]
    public void What_is_chosen_for_sequences_and_what_cannot_be_said_of_them_is_told()
    {
        using var model = Trainers.Prototypes(Brief(Longer with { Body = new SequenceBody { EmbeddingSize = 3 } }))
            .Fit(Sequences.Create(_ml, 30));
        Assert.IsTrue(model.TrainingHistory.Chosen.Any(choice => choice.Value.Contains("LstmEncoder", StringComparison.Ordinal)));
        var noise = new TrainingOptions { InputNoise = 0.1 };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(Longer with { Training = noise })).Message,
            "Training.InputNoise is 0.1; it must be 0 for sequences");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MetricEmbedding(
                "Vector", "Keys", "Name", new MetricEmbeddingOptions { Body = new SequenceBody { KeyEmbeddingSize = 0 }, Training = noise })
                ).Message,
            "Body.KeyEmbeddingSize is 0");
    }

    [TestMethod]
    public void Sequences_of_one_class_lie_near_each_other()
    {
        using var model = _ml.Transforms.MetricEmbedding("Vector", "Keys", "Name", new MetricEmbeddingOptions
        {
            Body = Longer.Body!,
            BatchesPerEpoch = 30,
            Training = Longer.Training,
        }).Fit(Sequences.Create(_ml, 150));
        var baseline = model.TrainingHistory.Baseline!;
        Assert.IsTrue(baseline.IsBeaten, baseline.ToString());
        Assert.IsLessThan(0.1, baseline.NetworkValue, "the share whose nearest is of another class");
    }

    private static PrototypesOptions Brief(PrototypesOptions options) => options with
    {
        Episodes = options.Episodes with { PerEpoch = 3 },
        Training = new TrainingOptions { Epochs = 2, Seed = 1 },
    };

    private double Share(PrototypesTransformer model)
    {
        var scored = model.Transform(Sequences.Create(_ml, 100, seed: 2));
        return scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<string>("Name"))
            .Average(row => model.ClassNames[(int)row.First - 1] == row.Second ? 1.0 : 0);
    }

    private float[] Scores(PrototypesTransformer model, int rows = 40) =>
        [.. model.Transform(_ml.Data.TakeRows(Sequences.Create(_ml, 40, seed: 3), rows)).GetColumn<float[]>("Score").SelectMany(s => s)];
}

[TestClass]
public sealed class SequencePrototypesWorkout : EstimatorWorkout<PrototypesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Numbers", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<PrototypesTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.Prototypes(PrototypesWorkout.Small with
        {
            FeatureColumnName = "Numbers",
            Body = new SequenceBody
            {
                StepSize = 2,
                Encoder = new GruEncoder { HiddenSize = 5 },
                EmbeddingSize = 4,
                InputScaling = NetworkInputScaling.Standard,
            },
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.WithClass(ml);
}

[TestClass]
public sealed class DescribedSequencesWorkout : EstimatorWorkout<PrototypesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance;

    protected override IEstimator<PrototypesTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.Prototypes(DescribedPrototypesWorkout.Small with
        {
            FeatureColumnName = "Keys",
            Body = new SequenceBody { Encoder = new TimeDelayEncoder { HiddenSize = 5 }, Pooling = SequencePooling.Attention },
            ClassDescriptions = new ClassDescriptions
            {
                Classes =
                [
                    new("class 1", [1, 0, 0]), new("class 2", [0, 1, 0]), new("class 3", [0, 0, 1]), new("class 4", [1, 1, 0]),
                ],
                HeldOutClasses = 1,
            },
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.WithClass(ml);
}

[TestClass]
public sealed class SequenceMetricWorkout : EstimatorWorkout<MetricEmbeddingTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Name"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance;

    protected override IEstimator<MetricEmbeddingTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MetricEmbedding("Vector", "Keys", "Name", MetricEmbeddingWorkout.Small with
        {
            Body = new SequenceBody { Encoder = new LstmEncoder { HiddenSize = 5 }, KeyEmbeddingSize = 4, EmbeddingSize = 3 },
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}
