using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Fitting.Comparing;

/// <summary>
/// Simple methods see pictures as pixels, sequences of keys as counts, tables one-hot; and nothing where that would be too wide.
/// </summary>
[TestClass]
public sealed class ComparedViewsTests
{
    private static readonly string[] Columns = ["Kind", "Number"];

    private static readonly string[] Kinds = ["low", "middle", "high", "middle", "low"];

    private readonly MLContext _ml = new(seed: 1);
    private readonly Random _random = new(1);

    [TestMethod]
    public void Pictures_are_compared_pixel_by_pixel()
    {
        using var model = Pictures(side: 4).Fit(Bright(150, side: 4));
        var linear = Of(model.TrainingHistory, "a linear model");
        Assert.AreEqual(("accuracy", 30), (linear.Measure, linear.Rows));
        Assert.AreEqual(1, linear.Value, "which half is bright can be told by one pixel");
        Assert.IsLessThanOrEqualTo(linear.Value, linear.NetworkValue);
        Assert.HasCount(2, model.TrainingHistory.Comparisons, "trees too");
    }

    [TestMethod]
    public void Pictures_of_too_many_pixels_are_not_compared_and_the_history_says_so()
    {
        using var model = Pictures(side: 46).Fit(Bright(60, side: 46));
        Assert.IsEmpty(model.TrainingHistory.Comparisons);
        StringAssert.Contains(model.TrainingHistory.Advice, "2116 numbers are many");
    }

    [TestMethod]
    public void Sequences_of_keys_are_compared_by_how_often_each_key_occurs()
    {
        using var model = Words().Fit(Sequences(200, kinds: 5));
        var linear = Of(model.TrainingHistory, "a linear model");
        Assert.AreEqual(("accuracy", 40), (linear.Measure, linear.Rows));
        Assert.IsGreaterThan(0.9, linear.Value, "more of the one key than of the other is a line in the counts");
        StringAssert.Contains(model.TrainingHistory.ToString(), "than a linear model on 40 held-out rows: accuracy");
    }

    [TestMethod]
    public void Sequences_of_too_many_kinds_of_keys_are_not_compared_and_the_history_says_so()
    {
        using var model = Words().Fit(Sequences(60, kinds: 5000));
        Assert.IsEmpty(model.TrainingHistory.Comparisons);
        StringAssert.StartsWith(model.TrainingHistory.Advice, "Not set beside simple methods: ");
    }

    [TestMethod]
    public void Few_held_out_rows_tell_nothing()
    {
        using var model = Words().Fit(Sequences(45, kinds: 5)); // 9 of them held out
        Assert.IsEmpty(model.TrainingHistory.Comparisons);
        StringAssert.StartsWith(model.TrainingHistory.Advice, "9 held-out rows are too few");
    }

    [TestMethod]
    public void Tables_are_compared_by_what_stands_for_their_texts_and_holes()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new TableRow
        {
            Kind = Kinds[i % 5],
            Number = i % 7 == 0 ? float.NaN : _random.NextSingle(),
            Label = i % 5 == 2 ? 100 : (i % 5 % 2 * 50) + _random.NextSingle(),
        });
        var options = new MultilayerPerceptronOptions { FeatureColumnNames = Columns, HiddenSizes = [4], Training = Brief };
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(_ml.Data.LoadFromEnumerable(rows));
        var linear = Of(model.TrainingHistory, "a linear model");
        Assert.AreEqual(40, linear.Rows, "rows with a hole are among them");
        Assert.IsGreaterThan(0.95, linear.Value, "one number for each text");
    }

    [TestMethod]
    [DataRow(40, true)]
    [DataRow(3000, false)]
    public void Sparse_rows_are_compared_as_far_as_they_fit_when_spread_out(int width, bool compared)
    {
        var schema = SchemaDefinition.Create(typeof(SparseRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var rows = Enumerable.Range(0, 100).Select(i => new SparseRow
        {
            Features = new VBuffer<float>(width, 2, [1, 1], [i % 2, 2 + (i % 30)]),
            Label = i % 2 == 0,
        }).ToArray();
        var options = new MultilayerPerceptronOptions { ReadSparse = true, HiddenSizes = [4], Training = Brief };
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(options).Fit(_ml.Data.LoadFromEnumerable(rows, schema));
        if (compared)
            Assert.AreEqual(1, Of(model.TrainingHistory, "a linear model").Value);
        else
            StringAssert.StartsWith(model.TrainingHistory.Advice, "Not set beside simple methods: ");
        Assert.AreEqual(compared ? 2 : 0, model.TrainingHistory.Comparisons.Count);
    }

    private static TrainingOptions Brief => new() { Epochs = 2, BatchSize = 16, ValidationFraction = 0.2 };

    private static HeldOutComparison Of(TrainingHistory history, string method) => history.Comparisons.Single(c => c.Method == method);

    private ConvolutionalNetworkEstimator Pictures(int side) =>
        _ml.BinaryClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Height = side,
            Width = side,
            Layers = [new ConvolutionLayer(2, 3) { Stride = 2 }],
            Training = Brief,
        });

    private RecurrentNetworkEstimator Words() => _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
    {
        FeatureColumnName = "Keys",
        Encoder = new ElmanEncoder { HiddenSize = 4 },
        EmbeddingSize = 3,
        Training = Brief,
    });

    // One half of the picture is bright.
    private IDataView Bright(int count, int side)
    {
        var schema = SchemaDefinition.Create(typeof(Picture));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, side * side);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Picture
        {
            Features = [.. Enumerable.Range(0, side * side)
                .Select(at => (at * 2 < side * side) == (i % 2 == 0) ? 0.9f : 0.1f * _random.NextSingle())],
            Label = i % 2 == 0,
        }).ToArray(), schema);
    }

    // Whether the first kind of key occurs more often than the second.
    private IDataView Sequences(int count, int kinds)
    {
        var schema = SchemaDefinition.Create(typeof(Sequence));
        schema["Keys"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), kinds));
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            var keys = Enumerable.Range(0, _random.Next(3, 9)).Select(_ => (uint)_random.Next(5)).ToArray(); // members count from 0
            return new Sequence { Keys = keys, Label = keys.Count(key => key == 0) > keys.Count(key => key == 1) };
        }).ToArray(), schema);
    }

    private sealed class Picture
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Sequence
    {
        public uint[] Keys { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class TableRow
    {
        public string Kind { get; set; } = "";

        public float Number { get; set; }

        public float Label { get; set; }
    }

    private sealed class SparseRow
    {
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }
    }
}
