using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AnomalyScoreTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly Random _random = new(3);

    [TestMethod]
    public void Anomalies_among_the_training_rows_are_not_company_for_others_like_them()
    {
        float[][] train = [.. Rows(190, 0), .. Rows(10, 2.5f)];
        float[][] test = [.. Rows(100, 0), .. Rows(100, 2.5f)];
        var byDistances = Area(new AutoencoderAnomalyOptions(), train, test);
        var byError = Area(new AutoencoderAnomalyOptions { Score = AnomalyScore.ReconstructionError }, train, test);
        Assert.IsGreaterThan(0.97, byDistances);
        Assert.IsGreaterThan(byError, byDistances);
    }

    [TestMethod]
    public void A_column_that_never_varied_in_training_makes_a_row_odd_when_it_does()
    {
        using var model = Trainer(new AutoencoderAnomalyOptions()).Fit(View(Rows(200, 0)));
        var scores = Scores(model, [[0, 0, 5000, 0, 0, 3], [0, 0, 5000, 0, 0, 20]]);
        Assert.IsLessThan(model.Threshold, scores[0]);
        Assert.IsGreaterThan(2 * model.Threshold, scores[1]);
    }

    [TestMethod]
    public void With_nothing_set_a_detector_goes_by_distances_and_says_so()
    {
        var rows = Rows(300, 0);
        using var model = Trainer(new AutoencoderAnomalyOptions { Contamination = 0.05 }).Fit(View(rows));
        Assert.AreEqual(AnomalyScore.Combined, model.Score);
        var choice = model.TrainingHistory.Chosen.Single(c => c.Option == nameof(AutoencoderAnomalyOptions.Score));
        Assert.AreEqual("Combined", choice.Value);
        StringAssert.Contains(choice.Reason, "training rows and the reconstruction's error");
        var scores = Scores(model, rows);
        Assert.AreEqual(15, scores.Count(score => score > model.Threshold), "the share of the training rows that was asked for");
        Assert.AreEqual(1, scores.Order().ElementAt(150), 0.5, "the median training row is about as far as it is wont to be");
    }

    [TestMethod]
    public void Whoever_shapes_the_network_gets_its_error_alone()
    {
        using var shaped = Trainer(new AutoencoderAnomalyOptions { Autoencoder = Brief with { CodeSize = 2 } }).Fit(View(Rows(50, 0)));
        Assert.AreEqual(AnomalyScore.ReconstructionError, shaped.Score);
        using var few = Trainer(new AutoencoderAnomalyOptions { Autoencoder = Brief }).Fit(View(Rows(8, 0)));
        Assert.AreEqual(AnomalyScore.ReconstructionError, few.Score);
        StringAssert.Contains(few.TrainingHistory.Chosen.Single(c => c.Option == "Score").Reason, "8 rows are too few");
        var pictures = new AutoencoderConvolution { Height = 2, Width = 3, Channels = 1 };
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainer(
            new AutoencoderAnomalyOptions
            {
                Score = AnomalyScore.Combined,
                Autoencoder = new AutoencoderOptions { Convolution = pictures }
            }));
        StringAssert.Contains(error.Message, "Score is Combined");
    }

    [TestMethod]
    public void A_detector_goes_on_from_one_that_knew_other_rows()
    {
        var trainer = Trainer(new AutoencoderAnomalyOptions { Autoencoder = Brief });
        using var first = trainer.Fit(View(Rows(60, 0)));
        using var second = trainer.Fit(View(Rows(90, 6)), first);
        Assert.AreEqual(AnomalyScore.Combined, second.Score);
        Assert.IsLessThan(Scores(first, Rows(40, 6)).Average(), 2 * Scores(second, Rows(40, 6)).Average());
    }

    [TestMethod]
    public void A_row_of_which_everything_is_missing_is_as_odd_as_can_be_and_one_with_a_hole_has_a_score()
    {
        var rows = Rows(100, 0);
        rows[7][2] = float.NaN;
        using var model = Trainer(new AutoencoderAnomalyOptions { Autoencoder = Brief with { FillMissingValues = true } }).Fit(View(rows));
        var scores = Scores(model, [rows[7], [.. Enumerable.Repeat(float.NaN, 6)]]);
        Assert.IsTrue(float.IsFinite(scores[0]) && float.IsPositiveInfinity(scores[1]), string.Join(", ", scores));
    }

    private static AutoencoderOptions Brief => new() { Training = new TrainingOptions { Epochs = 3, BatchSize = 16 } };

    private static AutoencoderAnomalyEstimator Trainer(AutoencoderAnomalyOptions options) =>
        new MLContext(1).AnomalyDetection.Trainers.Autoencoder(options);

    private double Area(AutoencoderAnomalyOptions options, float[][] train, float[][] test)
    {
        using var model = Trainer(options).Fit(View(train));
        var labelled = test.Select((row, i) => new Row { Features = row, Label = i < test.Length / 2 ? 0 : 1 }).ToArray();
        return _ml.AnomalyDetection.Evaluate(model.Transform(_ml.Data.LoadFromEnumerable(labelled))).AreaUnderRocCurve;
    }

    private float[] Scores(AutoencoderAnomalyTransformer model, float[][] rows) =>
        [.. model.Transform(View(rows)).GetColumn<float>("Score")];

    private IDataView View(float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }).ToArray());

    // Five numbers of different size around a centre, two of which go together, and one that is always 3.
    private float[][] Rows(int count, float off) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var common = Normal();
        return new[] { off + common, 100 * (off + common + (0.3f * Normal())), 5000 + (900 * (off + Normal())), (0.1f * (off + Normal())),
            Normal(), 3 };
    })];

    private float Normal() => (float)Enumerable.Range(0, 12).Sum(_ => _random.NextDouble() - 0.5);

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

[TestClass]
public sealed class CombinedAnomalyWorkout : EstimatorWorkout<AutoencoderAnomalyTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override IEstimator<AutoencoderAnomalyTransformer> CreateEstimator(MLContext ml) => ml.AnomalyDetection.Trainers.Autoencoder(
        new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions
            {
                Training = new TrainingOptions
                {
                    Epochs = 3,
                    BatchSize = 16
                }
            }
        });

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
