using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>One rule for all families: what a network cannot score has no answer in any column.</summary>
[TestClass]
public sealed class UnscorableRowsTests
{
    private const int Rows = 24;

    // Keys have no NaN; a forecaster, an augmenter and what prepares or watches rows do not score row by row: the tests below say what
    // they do.
    private static readonly string[] ReadNoNumbers =
        ["RatingsRbm", "RecurrentNetwork", "SequenceTagger", "AttentionTagger", "StepRegressor", "MaskedTokenModel", "WordPieces",
            "SequenceToSequence", "CharacterLanguageModel", "SequenceAutoencoder", "MultitaskSequences",
        "SequenceLanguageModel", "RecurrentForecast", "ForecastDetector",
            "GanAugmenter", "GanProgressive", "GanStyle", "GanLaplacian", "AutoencoderAugmenter", "RowAugmenter", "Series", "AlignSeries",
            "SelectFeatures", "DriftWatch"];

    private readonly MLContext _ml = new(seed: 1);

    static UnscorableRowsTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Kinds =>
        GoldenFolder.All().Where(golden => !ReadNoNumbers.Contains(golden.Kind)).Select(golden => new object[] { golden.Path });

    public static IEnumerable<object[]> Others =>
        GoldenFolder.All().Where(golden => ReadNoNumbers.Contains(golden.Kind)).Select(golden => new object[] { golden.Path });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_row_with_infinity_or_NaN_has_no_answer_in_any_column_and_the_other_rows_keep_theirs(string path)
    {
        using var model = (ScoringTransformer)new GoldenFolder(path).Load(_ml);
        Holds(model, (float.PositiveInfinity, 3), (float.NegativeInfinity, 7));
        if (!model.Scorable.TakesHoles)
            Holds(model, (float.NaN, 0), (float.NaN, Rows - 1));
    }

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void A_network_of_keys_answers_without_NaN_whatever_the_numbers_beside_them_are(string path)
    {
        var golden = new GoldenFolder(path);
        using var model = golden.Load(_ml);
        if (model is RecurrentForecastTransformer or ForecastDetectorTransformer or SelectFeaturesTransformer or DriftWatchTransformer)
            return; // their columns are of numbers: below, and in the tests of selection and drift
        var (expected, actual) = (GoldenFolder.Score(model, Data()), GoldenFolder.Score(model, Data((float.NaN, 2))));
        foreach (var (column, answers) in expected)
            if (column == "Label" || model is not (GanAugmenterTransformer or AutoencoderAugmenterTransformer or RowAugmenterTransformer))
                Cells.AreEqual(answers, actual[column], 0, column);
    }

    [TestMethod]
    public void A_forecaster_takes_NaN_as_a_gap_and_refuses_infinity_by_column_and_row()
    {
        using var model = GoldenFolder.All().Single(golden => golden.Kind == "RecurrentForecast").Load(_ml);
        float[] Forecast(IDataView data) => Cells.Read(model.Transform(data), model.Transform(data).Schema["Ahead"])[^1];
        Assert.IsTrue(Forecast(Data(number: float.NaN)).All(float.IsFinite));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Forecast(Data(number: float.PositiveInfinity)));
        StringAssert.Contains(error.Message, "Column 'Number' is Infinity in row 9");
    }

    [TestMethod]
    public void Every_head_of_a_network_keeps_the_rule()
    {
        foreach (var model in new PredictionTransformer[] { FittedModels.Classifier(_ml), FittedModels.Binary(_ml),
            FittedModels.Regression(_ml) })
            using (model)
                Holds(model, (float.NaN, 1), (float.PositiveInfinity, 2), (float.NegativeInfinity, 23));
    }

    [TestMethod]
    public void A_sequence_of_numbers_keeps_the_rule()
    {
        var data = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Series { Numbers = [i, i + 1, i % 3], Sum = i }).ToArray());
        using var model = _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Numbers",
            LabelColumnName = "Sum",
            Encoder = new GruEncoder { HiddenSize = 2 },
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(data);
        var scores = model.Transform(
            _ml.Data.LoadFromEnumerable(new[] { new Series { Numbers = [1, float.NaN] }, new Series { Numbers = [1, 2] } }))
            .GetColumn<float>("Score").ToArray();
        Assert.IsTrue(float.IsNaN(scores[0]) && float.IsFinite(scores[1]), string.Join(" ", scores));
    }

    [TestMethod]
    public void A_detector_flags_with_an_infinite_score_or_refuses_by_column_row_and_slot()
    {
        var options = new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions
            {
                CodeSize = 2,
                Training = new TrainingOptions { Epochs = 1 }
            }
        };
        using var flags = _ml.AnomalyDetection.Trainers.Autoencoder(options).Fit(Data());
        using var refuses = _ml.AnomalyDetection.Trainers.Autoencoder(options with { WhenUnscorable = UnscorableRows.Error }).Fit(Data());
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue })
        {
            var scored = flags.Transform(Data((value, 4)));
            Assert.AreEqual(float.PositiveInfinity, scored.GetColumn<float>("Score").ElementAt(4), $"{value}");
            Assert.IsTrue(scored.GetColumn<bool>("PredictedLabel").ElementAt(4), $"{value}");
            if (float.IsFinite(value))
                continue;
            var error = Assert.ThrowsExactly<InvalidOperationException>(
                () => refuses.Transform(Data((value, 4))).GetColumn<float>("Score").Count());
            StringAssert.Contains(error.Message, FormattableString.Invariant($"Column 'Features' is {value} in row 4, slot 1"));
        }
        using var file = new MemoryStream();
        _ml.Model.Save(refuses, Data().Schema, file);
        using var loaded = (AutoencoderAnomalyTransformer)_ml.Model.Load(new MemoryStream(file.ToArray()), out _);
        Assert.AreEqual(UnscorableRows.Error, loaded.WhenUnscorable);
        Assert.AreEqual(UnscorableRows.Error, loaded.WithThreshold(1).WhenUnscorable);
    }

    [TestMethod]
    public void A_detector_that_fills_holes_scores_what_is_there_and_flags_a_row_without_any_value()
    {
        using var model = _ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions { CodeSize = 2, FillMissingValues = true, Training = new TrainingOptions { Epochs = 1 } },
        }).Fit(Data());
        Assert.IsTrue(float.IsFinite(model.Transform(Data((float.NaN, 4))).GetColumn<float>("Score").ElementAt(4)));
        var rows = GoldenRow.Create(2);
        Array.Fill(rows[1].Features, float.NaN);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(float.PositiveInfinity, scored.GetColumn<float>("Score").ElementAt(1));
        Assert.IsTrue(scored.GetColumn<bool>("PredictedLabel").ElementAt(1));
    }

    // In batches and one by one; of a detector, no answer is infinity and yes.
    private void Holds(ScoringTransformer model, params (float Value, int Row)[] faults)
    {
        var (sound, faulty) = (Data(), Data(faults));
        var added = model.GetOutputSchema(sound.Schema).Where(column => column.Index >= sound.Schema.Count).ToArray();
        Assert.AreNotEqual(0, added.Length);
        foreach (var column in added)
        {
            var (expected, batch) = (Cells.Read(model.Transform(sound), column), Cells.Read(model.Transform(faulty), column));
            var single = OneByOne(model, faulty, column);
            for (var row = 0; row < Rows; row++)
            {
                var answer = expected[row];
                if (faults.Any(fault => fault.Row == row))
                    answer = None(model, column.Type, answer.Length);
                Cells.AreEqual([answer], [batch[row]], 1e-5, $"{column.Name}, row {row}");
                Cells.AreEqual([answer], [single[row]], 1e-4, $"{column.Name}, row {row}, by itself");
            }
        }
    }

    private static float[] None(ScoringTransformer model, DataViewType type, int width)
    {
        var isDetector = model is AutoencoderAnomalyTransformer or RecurrentAutoencoderTransformer && type is not VectorDataViewType;
        var item = type is VectorDataViewType vector ? vector.ItemType : type;
        var none = item is KeyDataViewType
            ? 0
            : item.RawType == typeof(long) ? -1 // the number of a row that there is not
            : item is BooleanDataViewType ? (isDetector ? 1 : 0)
            : isDetector ? float.PositiveInfinity : float.NaN;
        var isSequence = type is VectorDataViewType { IsKnownSize: false }; // and then one without steps
        return [.. Enumerable.Repeat(none, isSequence ? 0 : width)];
    }

    private static List<float[]> OneByOne(ScoringTransformer model, IDataView data, DataViewSchema.Column column)
    {
        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(mapper.GetDependencies([column]));
        using var row = mapper.GetRow(cursor, [column]);
        var read = Cells.Reader(row, column);
        var answers = new List<float[]>();
        while (cursor.MoveNext())
            answers.Add(read());
        return answers;
    }

    private IDataView Data(params (float Value, int Row)[] faults) => Data(null, faults);

    private IDataView Data(float? number, params (float Value, int Row)[] faults)
    {
        var rows = GoldenRow.Create(Rows);
        foreach (var (value, row) in faults)
            rows[row].Features[1] = value;
        rows[9].Number = number ?? rows[9].Number;
        var data = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    private sealed class Series
    {
        public float[] Numbers { get; set; } = [];

        public float Sum { get; set; }
    }
}
