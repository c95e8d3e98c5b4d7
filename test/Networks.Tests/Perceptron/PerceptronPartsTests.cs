using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Dense;

/// <summary>A perceptron as a formula, its parts, and the work that it says it is.</summary>
[TestClass]
public sealed class PerceptronPartsTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_perceptron_scales_multiplies_normalizes_and_bends_in_this_order()
    {
        using var network = HandWeights.Drawn(new MultilayerPerceptronNetwork(new(
            3, [4], 2, Activation.LeakyReLU, ActivationSlope: 0.3, Dropout: 0.5, BatchNormalization: true, Scaling: ScalingForm.Linear)));
        network.Scaling!.Set(new ColumnScales([1, 2, 3], [2, 1, 0.5f], new float[3], new ScalingCurve[3]));
        network.eval();
        var w = HandWeights.Of(network);
        var rows = randn(5, 3);
        var scaled = (rows - tensor(new[] { 1f, 2, 3 })) * tensor(new[] { 2f, 1, 0.5f });
        var hidden = nn.functional.linear(scaled, w["layers.linear1.weight"], w["layers.linear1.bias"]);
        hidden = ((hidden - w["layers.norm1.norm.running_mean"]) / (w["layers.norm1.norm.running_var"] + 1e-5).sqrt()
            * w["layers.norm1.norm.weight"]) + w["layers.norm1.norm.bias"];
        hidden = where(hidden.gt(0), hidden, hidden * 0.3);
        TensorAssert.AreClose(hidden, network.FeaturesOf(rows, null), 1e-5);
        var expected = nn.functional.linear(hidden, w["layers.linear2.weight"], w["layers.linear2.bias"]);
        TensorAssert.AreClose(expected, network.call(rows), 1e-5);
        TensorAssert.AreClose(expected, network.AnswerTo(network.FeaturesOf(rows, null)), 1e-5);
        network.train();
        Assert.IsGreaterThan(1e-3f, (network.call(rows) - network.call(rows)).abs().max().item<float>(), "hidden values are dropped");
    }

    [TestMethod]
    public void Every_layer_can_be_asked_for_by_its_place()
    {
        using var network = HandWeights.Drawn(new MultilayerPerceptronNetwork(new(3, [5, 4], 2, Activation.Tanh)));
        var rows = randn(2, 3);
        CollectionAssert.AreEqual(new[] { "hidden1", "hidden2", "answer" }, network.LayerNames.ToArray());
        CollectionAssert.AreEqual(
            new long[] { 5, 4, 2 }, Enumerable.Range(0, 3).Select(layer => network.OutputOf([rows], layer).size(1)).ToArray());
        Assert.AreEqual((1, 4), (network.FeatureLayer, network.FeatureCount));
        TensorAssert.AreSame(network.call(rows), network.OutputOf([rows], 2));
        TensorAssert.AreSame(network.OutputOf([rows], 1), network.FeaturesOf(rows, null));
        using var plain = new MultilayerPerceptronNetwork(new(3, [], 2, Activation.Tanh));
        Assert.AreEqual((0, null), (plain.FeatureLayer, plain.FeatureCount));
        CollectionAssert.AreEqual(new[] { "answer" }, plain.LayerNames.ToArray());
    }

    [TestMethod]
    public void Parts_are_layers_with_the_normalization_and_the_learned_rectifier_behind_each()
    {
        using var network = new MultilayerPerceptronNetwork(new(3, [5, 4], 2, Activation.ParametricReLU, BatchNormalization: true));
        var parts = network.Parts;
        CollectionAssert.AreEqual(new long[] { 5, 4, 2 }, parts.Select(part => part.Linear.weight!.size(0)).ToArray());
        Assert.IsTrue(parts.SkipLast(1).All(part => part.Norm is not null && part.Rectifier is not null));
        Assert.IsNull(parts[^1].Norm);
        Assert.IsNull(parts[^1].Rectifier);
        CollectionAssert.AreEqual(
            new[] { typeof(ParametricRectifier), typeof(ParametricRectifier) },
            network.HiddenEnds.Select(end => end.GetType()).ToArray(), "hidden values are those behind the function");
        using var dropping = new MultilayerPerceptronNetwork(new(3, [5], 2, Activation.Identity, Dropout: 0.5));
        Assert.IsInstanceOfType<TorchSharp.Modules.Linear>(dropping.HiddenEnds.Single());
    }

    [TestMethod]
    public void Work_is_a_multiplication_for_each_weight_that_is_not_looked_up()
    {
        using var plain = new MultilayerPerceptronNetwork(new(3, [5], 2, Activation.ReLU));
        Assert.AreEqual((15 + 5) + (10 + 2), plain.MultiplicationsPerRow(zeros(1, 3)));
        Assert.AreEqual(15, plain.LargestProduct);
        var table = new TableArchitecture(1, [], [new CategoryArchitecture(100, 4)]);
        using var looking = new MultilayerPerceptronNetwork(new(2, [3], 2, Activation.ReLU, Table: table));
        Assert.AreEqual((15 + 3) + (6 + 2), looking.MultiplicationsPerRow(zeros(1, 2)), "four hundred numbers are only looked up");
    }

    [TestMethod]
    public void Work_of_sparse_rows_is_that_of_the_numbers_that_are_there()
    {
        using var network = new MultilayerPerceptronNetwork(new(1000, [5], 2, Activation.ReLU, ReadsSparse: true));
        var few = Sparse([0, 0, 1], [3, 7, 7], [1, 1, 1], 2, 1000);
        var more = Sparse([0, 0, 0, 1, 1, 1], [3, 7, 9, 7, 8, 9], [1, 1, 1, 1, 1, 1], 2, 1000);
        var (one, two) = (network.MultiplicationsPerRow(few), network.MultiplicationsPerRow(more));
        Assert.AreEqual(2 * (one - (12 + 5)), two - (12 + 5), 1e-6, "twice as many numbers");
        Assert.IsLessThan(network.MultiplicationsPerRow(zeros(1, 1000)), two);
    }

    [TestMethod]
    public void Sparse_rows_are_sums_of_the_weights_where_there_are_numbers()
    {
        using var dense = HandWeights.Drawn(nn.Linear(6, 3));
        var (weight, bias) = (dense.weight!.detach().clone(), tensor(new[] { 1f, -1, 0.5f }));
        using var sparse = new SparseLinear(dense);
        using (no_grad())
            sparse.get_parameter("bias")!.copy_(bias);
        Assert.AreEqual(3, sparse.Outputs);
        var rows = Sparse([0, 0, 2], [1, 5, 0], [2, -1, 4], 4, 6); // the second and the last are empty
        var expected = stack([(weight[.., 1] * 2) - weight[.., 5], zeros(3), weight[.., 0] * 4, zeros(3)]) + bias;
        TensorAssert.AreClose(expected, sparse.call(rows), 1e-5);
        TensorAssert.AreClose(expected, sparse.call(rows.to_dense()), 1e-5);
    }

    [TestMethod]
    public void A_first_layer_of_sparse_rows_leaves_the_layers_behind_it_as_they_would_be()
    {
        manual_seed(5);
        using var dense = new MultilayerPerceptronNetwork(new(6, [4, 3], 2, Activation.ReLU));
        manual_seed(5);
        using var sparse = new MultilayerPerceptronNetwork(new(6, [4, 3], 2, Activation.ReLU, ReadsSparse: true));
        var (d, s) = (HandWeights.Of(dense), HandWeights.Of(sparse));
        TensorAssert.AreSame(d["layers.linear2.weight"], s["layers.linear2.weight"]);
        TensorAssert.AreSame(d["layers.linear3.weight"], s["layers.linear3.weight"]);
        TensorAssert.AreSame(d["layers.linear1.weight"].t(), s["layers.linear1.bag.weight"]);
    }

    [TestMethod]
    [DataRow(NumberFunction.Sigmoid, 0.0, 1.0)]
    [DataRow(NumberFunction.Tanh, -1.0, 1.0)]
    [DataRow(NumberFunction.Exponential, 0.0, double.PositiveInfinity)]
    [DataRow(NumberFunction.Identity, double.NegativeInfinity, double.PositiveInfinity)]
    public void Answers_of_single_numbers_and_of_tensors_are_the_same_and_within_their_range(
        NumberFunction function, double smallest, double largest)
    {
        Assert.AreEqual((smallest, largest), NumberFunctions.Range(function));
        var sums = new[] { -200f, -3, -0.5f, 0, 0.5f, 3, 80 };
        var answers = NumberFunctions.Of(function, tensor(sums));
        for (var i = 0; i < sums.Length; i++)
        {
            var one = NumberFunctions.Of(function, sums[i]);
            var exact = function switch
            {
                NumberFunction.Sigmoid => 1 / (1 + Math.Exp(-sums[i])),
                NumberFunction.Tanh => Math.Tanh(sums[i]),
                NumberFunction.Exponential => Math.Exp(sums[i]),
                _ => sums[i],
            };
            Assert.AreEqual(exact, one, 1e-6 * Math.Max(1, Math.Abs(exact)));
            Assert.AreEqual(exact, answers[i].item<float>(), 1e-6 * Math.Max(1, Math.Abs(exact)));
            Assert.IsTrue(one >= smallest && one <= largest);
        }
    }

    [TestMethod]
    public void A_category_without_numbers_of_its_own_is_a_1_in_its_place()
    {
        Assert.AreEqual((3, 2), (new CategoryArchitecture(3, 0).Width, new CategoryArchitecture(3, 2).Width));
        var table = new TableArchitecture(2, [1], [new CategoryArchitecture(3, 0), new CategoryArchitecture(9, 2)]);
        Assert.AreEqual((4, 2 + 1 + 3 + 2), (table.InputSize, table.OutputSize));
        using var layer = new CategoryLayer(new CategoryArchitecture(3, 0));
        TensorAssert.Holds([0, 0, 1, 0, 0, 0, 1, 0, 0], layer.call(tensor(new long[] { 3, 0, 1 })));
        layer.Forget([3, 1]);
        layer.Forget([]);
        TensorAssert.Holds([0, 0, 0, 0, 1, 0, 0, 0, 0], layer.call(tensor(new long[] { 3, 2, 1 })));
        Assert.IsEmpty(layer.parameters());
    }

    private static Tensor Sparse(long[] rows, long[] columns, float[] values, long height, long width) =>
        sparse_coo_tensor(stack([tensor(rows), tensor(columns)]), tensor(values), [height, width]);
}
