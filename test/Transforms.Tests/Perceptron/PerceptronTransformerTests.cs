using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Perceptron;

/// <summary>A network of one layer, 2a - 3b + 1, read from vectors, sparse vectors and columns of a table.</summary>
[TestClass]
public sealed class PerceptronTransformerTests
{
    private static readonly MultilayerPerceptronArchitecture Linear = new(2, [], 1, Activation.ReLU);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_number_is_the_sum_that_the_weights_say_by_block_and_by_row()
    {
        using var model = Model(new RegressionHead());
        var scored = model.Transform(Data([1, 2], [0, 0], [-4, 0.5f]));
        CollectionAssert.AreEqual(new[] { -3f, 1, -8.5f }, scored.GetColumn<float>("Score").ToArray());
        using var engine = _ml.Model.CreatePredictionEngine<Row, Scored>(model);
        Assert.AreEqual(-8.5f, engine.Predict(new Row { Pair = [-4, 0.5f] }).Score, 1e-6f);
        Assert.AreEqual("Pair", model.FeatureColumnName);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), model.FeatureColumnType);
        Assert.IsNotNull(model.CreateRowPass, "small enough to be computed without torch");
    }

    [TestMethod]
    public void A_number_that_was_learned_in_deviations_is_given_back_in_its_own_unit()
    {
        using var model = Model(new RegressionHead(Centre: 100, Spread: 10));
        Assert.AreEqual(70f, model.Transform(Data([1, 2])).GetColumn<float>("Score").Single(), 1e-5f);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Scored>(model);
        Assert.AreEqual(70f, engine.Predict(new Row { Pair = [1, 2] }).Score, 1e-5f);
    }

    [TestMethod]
    public void Yes_begins_where_the_threshold_is_and_moving_it_leaves_the_first_model_as_it_was()
    {
        var model = Model(new BinaryHead());
        var data = Data([1, 0], [1, 1], [0, 0]); // 3, 0, 1
        var scored = model.Transform(data);
        CollectionAssert.AreEqual(new[] { true, false, true }, scored.GetColumn<bool>("PredictedLabel").ToArray());
        Assert.AreEqual(1 / (1 + Math.Exp(-3)), scored.GetColumn<float>("Probability").First(), 1e-6);
        using var stricter = model.WithThreshold(2)!;
        CollectionAssert.AreEqual(
            new[] { true, false, false }, stricter.Transform(data).GetColumn<bool>("PredictedLabel").ToArray());
        CollectionAssert.AreEqual(
            new[] { true, false, true }, model.Transform(data).GetColumn<bool>("PredictedLabel").ToArray());
        model.Dispose();
        Assert.HasCount(3, stricter.Transform(data).GetColumn<bool>("PredictedLabel").ToArray(), "the weights live on");
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.WithThreshold(1));
        using var regression = Model(new RegressionHead());
        Assert.IsNull(regression.WithThreshold(1), "a number has none");
    }

    [TestMethod]
    public void Sparse_rows_score_as_whole_ones()
    {
        using var model = Model(new RegressionHead(), Linear with { ReadsSparse = true });
        Assert.IsTrue(model.ReadsSparse);
        var data = Data([1, 2], [0, 0], [0, 4]);
        CollectionAssert.AreEqual(new float[] { -3, 1, -11 }, model.Transform(data).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void Columns_of_a_table_are_numbers_marks_of_missing_ones_and_places_of_categories()
    {
        // number, mark of a missing number, Bern, Rome; a missing number is read as 5
        var table = new TableArchitecture(1, [0], [new CategoryArchitecture(2, 0)]);
        var architecture = new MultilayerPerceptronArchitecture(2, [], 1, Activation.ReLU, Table: table);
        TableFeature[] features =
            [new("City", FeatureKind.Text, 1, 0, ["Bern", "Rome"]), new("Price", FeatureKind.Number, 1, 1000, [])];
        var network = Set(new MultilayerPerceptronNetwork(architecture), [1, 100, 10, 20], 0.5f);
        network.Table!.FillWith([5]);
        using var model = new MultilayerPerceptronTransformer(
            _ml, new MultilayerPerceptronDescription("City", architecture, new RegressionHead(), new TrainingHistory(), features, true),
            network, CPU);
        var data = _ml.Data.LoadFromEnumerable(
            [new Sale { City = "Rome", Price = 1003 }, new Sale { City = "Oslo", Price = 1001 },
                new Sale { City = "Bern", Price = double.NaN }, new Sale { City = "", Price = 1000 }]);
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        CollectionAssert.AreEqual(new[] { 23.5f, 1.5f, 115.5f, 0.5f }, scores, "prices from 1000 on; cities never seen are none");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(Data([1, 2]))).Message,
            "Could not find feature column 'City'");
    }

    [TestMethod]
    public void What_the_data_lack_is_said_before_any_row_is_read()
    {
        using var model = Model(new RegressionHead());
        var wide = _ml.Data.LoadFromEnumerable([new Wide()]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(wide)).Message,
            "Schema mismatch for feature column 'Pair': expected Vector<Single, 2>, got Vector<Single, 3>");
    }

    [TestMethod]
    public void A_model_tells_its_weights()
    {
        using var model = Model(new RegressionHead(), new(2, [3], 1, Activation.ReLU, BatchNormalization: true));
        Assert.AreEqual("MultilayerPerceptron, 19 trained weights", model.Model.ToString());
        var lines = model.Summary().Split('\n');
        Assert.AreEqual(model.Model.ToString(), lines[^1]);
        Assert.IsTrue(lines.Any(line => line.EndsWith("  3 x 2", StringComparison.Ordinal)), model.Summary());
        Assert.AreEqual(model.ParameterCount, model.Model.ParameterCount);
        CollectionAssert.AreEqual(
            new long[] { 3, 2 }, model.Model.WeightShapes.Values.First(shape => shape.Count == 2).ToArray());
        Assert.AreEqual(lines.Length - 1, model.Model.WeightShapes.Count);
    }

    private MultilayerPerceptronTransformer Model(PredictionHead head, MultilayerPerceptronArchitecture? architecture = null)
    {
        var network = new MultilayerPerceptronNetwork(architecture ?? Linear);
        if (network.Layers.Count == 1 || architecture?.HiddenSizes.Length == 0)
            Set(network, [2, -3], 1);
        return new MultilayerPerceptronTransformer(
            _ml, new MultilayerPerceptronDescription("Pair", architecture ?? Linear, head, new TrainingHistory()), network, CPU);
    }

    private static MultilayerPerceptronNetwork Set(MultilayerPerceptronNetwork network, float[] weights, float bias)
    {
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
        {
            using var given = tensor(weight.numel() == 1 ? [bias] : weights, weight.shape);
            weight.copy_(given);
        }
        return network;
    }

    private IDataView Data(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Pair = row }).ToArray());

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Pair { get; set; } = [];
    }

    private sealed class Wide
    {
        [VectorType(3)]
        public float[] Pair { get; set; } = [0, 0, 0];
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }

    private sealed class Sale
    {
        public string City { get; set; } = "";

        public double Price { get; set; }
    }
}
