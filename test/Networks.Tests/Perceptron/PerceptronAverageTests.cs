using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Dense;

/// <summary>The mean of several perceptrons is one network: it answers with the mean of what they answer.</summary>
[TestClass]
public sealed class PerceptronAverageTests
{
    private const int Networks = 3;

    [TestMethod]
    [DataRow(new int[0], false)]
    [DataRow(new[] { 4 }, false)]
    [DataRow(new[] { 4, 3, 2 }, true)]
    public void The_answer_is_the_mean_of_all_answers(int[] hidden, bool normalized)
    {
        var architecture = new MultilayerPerceptronArchitecture(
            5, hidden, 2, Activation.Tanh, BatchNormalization: normalized, Scaling: ScalingForm.Linear);
        using var scope = NewDisposeScope();
        var rows = randn(7, 5);
        Check(architecture, rows, network =>
        {
            network.Scaling!.Set(new ColumnScales([1, 2, 3, 4, 5], [1, 2, 1, 2, 1], new float[5], new ScalingCurve[5]));
            network.train();
            network.call(randn(20, 5).Times(2)); // running means of their own
        });
    }

    [TestMethod]
    public void Numbers_that_each_network_has_learned_for_categories_stay_apart()
    {
        var table = new TableArchitecture(
            2, [1], [new CategoryArchitecture(3, 0), new CategoryArchitecture(4, 2), new CategoryArchitecture(2, 1)]);
        var architecture = new MultilayerPerceptronArchitecture(
            table.InputSize, [4, 3], 1, Activation.ReLU, Scaling: ScalingForm.Linear, Table: table);
        using var scope = NewDisposeScope();
        var rows = tensor(new float[] { 1, float.NaN, 3, 1, 2, -2, 4, 0, 4, 1, 0.5f, 1, 1, 0, 0 }, [3, 5]);
        Check(architecture, rows, network =>
        {
            network.Table!.FillWith([0, 5]);
            network.Table.Categories[1].Forget([2]);
        });
    }

    [TestMethod]
    public void A_first_layer_of_sparse_rows_reads_them_for_all_networks()
    {
        var architecture = new MultilayerPerceptronArchitecture(6, [4], 2, Activation.ReLU, ReadsSparse: true);
        using var scope = NewDisposeScope();
        var rows = tensor(new float[] { 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, -1 }, [3, 6]);
        Check(architecture, rows.to_sparse(), _ => { });
    }

    [TestMethod]
    public void A_slope_that_is_learned_for_a_whole_layer_has_no_mean()
    {
        Assert.IsNotNull(PerceptronAverage.WhyNot(Activation.ParametricReLU));
        Assert.IsNull(PerceptronAverage.WhyNot(Activation.LeakyReLU));
    }

    private static void Check(MultilayerPerceptronArchitecture architecture, Tensor rows, Action<MultilayerPerceptronNetwork> prepare)
    {
        manual_seed(1);
        using var gradientsOff = no_grad();
        var networks = Enumerable.Range(0, Networks).Select(_ => new MultilayerPerceptronNetwork(architecture)).ToArray();
        foreach (var network in networks)
        {
            foreach (var bias in network.named_parameters().Where(p => p.name.EndsWith("bias", StringComparison.Ordinal)))
                nn.init.normal_(bias.parameter);
            prepare(network);
            network.eval();
        }
        using var average = new MultilayerPerceptronNetwork(PerceptronAverage.Of(architecture, Networks));
        PerceptronAverage.Set(average, networks);
        average.eval();
        var answers = networks.Select(network => network.call(rows)).ToArray();
        Assert.IsGreaterThan(0.01f, (answers[0] - answers[1]).abs().max().item<float>(), "the networks differ");
        var mean = answers.Aggregate((sum, answer) => sum + answer).Times(1.0 / Networks);
        Assert.IsLessThan(1e-5f, (average.call(rows) - mean).abs().max().item<float>());
        foreach (var network in networks)
            network.Dispose();
    }
}
