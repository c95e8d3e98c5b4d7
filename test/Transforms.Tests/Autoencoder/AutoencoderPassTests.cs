using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Autoencoders;

/// <summary>One pass through a network that reconstructs every row as (1, 2, 3).</summary>
[TestClass]
public sealed class AutoencoderPassTests
{
    private static readonly AutoencoderArchitecture Plain = new(3, [], 2, Activation.Identity, Activation.Identity, Activation.Identity);

    [TestMethod]
    public void Errors_are_squares_of_what_is_missing_to_the_input()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Plain);
        var pass = new AutoencoderPass(network, tensor(new float[] { 1, 2, 3, 0, 0, 0 }, [2, 3]));
        Check(pass.Code, 0, 0, 0, 0);
        Check(pass.Reconstruction, 1, 2, 3, 1, 2, 3);
        Check(pass.FeatureErrors, 0, 0, 0, 1, 4, 9);
        Check(pass.Error, 0, 14 / 3f);
        Check(pass.Filled, 1, 2, 3, 0, 0, 0);
    }

    [TestMethod]
    public void With_a_target_errors_are_those_to_the_target()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Plain);
        var pass = new AutoencoderPass(network, zeros(1, 3), tensor(new float[] { 2, 2, 2 }, [1, 3]));
        Check(pass.FeatureErrors, 1, 0, 1);
        Check(pass.Error, 2 / 3f);
    }

    [TestMethod]
    public void A_hole_makes_the_error_of_a_plain_network_none()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Plain);
        Check(new AutoencoderPass(network, tensor(new[] { 1, float.NaN, 3 }, [1, 3])).Error, float.NaN);
    }

    [TestMethod]
    public void A_network_that_fills_holes_errs_over_what_is_there()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Plain with { FillsMissing = true });
        var pass = new AutoencoderPass(network, tensor(new[] { 2, float.NaN, 6, float.NaN, float.NaN, float.NaN }, [2, 3]));
        Check(pass.Error, (1 + 9) / 2f, float.NaN);
        Check(pass.Filled, 2, 2, 6, 1, 2, 3);
    }

    [TestMethod]
    public void Pictures_are_laid_out_as_rows()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Plain);
        Check(new AutoencoderPass(network, zeros(1, 3, 1, 1)).FeatureErrors, 1, 4, 9);
    }

    [TestMethod]
    public void The_code_is_made_once()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Plain);
        var pass = new AutoencoderPass(network, zeros(1, 3));
        Assert.AreSame(pass.Code, pass.Code);
        Assert.AreSame(pass.Reconstruction, pass.Reconstruction);
    }

    [TestMethod]
    public void Only_the_outputs_that_are_named_are_added()
    {
        var none = new AutoencoderColumns("Code", "X", null, new AutoencoderOutputs());
        CollectionAssert.AreEqual(new[] { "Code" }, Names(none));
        Assert.IsFalse(none.ComparesWithTarget);
        var all = new AutoencoderColumns("Code", "X", "Y", new AutoencoderOutputs
        {
            Reconstruction = "R",
            Error = "E",
            FeatureErrors = "F",
            Filled = "H",
            LayerPrefix = "L",
        });
        CollectionAssert.AreEqual(new[] { "Code", "L1", "L2", "R", "E", "F", "H" }, Names(all));
        CollectionAssert.AreEqual(new[] { 2, 7, 8, 5, 1, 5, 3 },
            all.Added(2, [7, 8], 3, 5).Select(output => output.Column.Width).ToArray());
        Assert.IsTrue(all.ComparesWithTarget);
        Assert.HasCount(2, all.Inputs(Plain));
        var coded = all with { Outputs = new AutoencoderOutputs { Reconstruction = "R" } };
        Assert.IsFalse(coded.ComparesWithTarget, "nothing is compared");
        Assert.HasCount(1, coded.Inputs(Plain));
        static string[] Names(AutoencoderColumns columns) => [.. columns.Added(2, [7, 8], 3, 5).Select(output => output.Column.Name)];
    }

    private static AutoencoderNetwork Network(AutoencoderArchitecture architecture)
    {
        var network = new AutoencoderNetwork(architecture);
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.zero_();
        network.parameters().Last(weight => weight.dim() == 1 && weight.size(0) == 3).copy_(tensor(new float[] { 1, 2, 3 }));
        network.eval();
        return network;
    }

    private static void Check(Tensor found, params float[] expected)
    {
        var numbers = found.detach().contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, numbers);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], 1e-5f, $"number {i}");
    }
}
