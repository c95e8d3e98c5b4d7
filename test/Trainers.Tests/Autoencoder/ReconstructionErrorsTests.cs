using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Autoencoders;

/// <summary>Reconstruction errors against values worked out by hand.</summary>
[TestClass]
public sealed class ReconstructionErrorsTests
{
    private const float None = float.NaN;

    [TestMethod]
    public void The_mean_squared_error_is_over_all_numbers()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual((1 + 4 + 0 + 9) / 4f, Mean(Rows(1, 2, 3, 4), Rows(2, 4, 3, 1), crossEntropy: false, holes: false), 1e-6f);
    }

    [TestMethod]
    public void The_cross_entropy_is_in_nats_and_over_all_numbers()
    {
        using var scope = NewDisposeScope();
        // ln 2 for a coin, -ln 0.8 for a 1 and -ln 0.9 for a 0; 0.5·ln 2 + 0.5·ln 2 for a half
        var expected = (float)((Math.Log(2) - Math.Log(0.8) - Math.Log(0.9) + Math.Log(2)) / 4);
        Assert.AreEqual(expected, Mean(Rows(0.5f, 0.8f, 0.1f, 0.5f), Rows(1, 1, 0, 0.5f), crossEntropy: true, holes: false), 1e-6f);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Holes_in_the_target_cost_nothing(bool crossEntropy)
    {
        using var scope = NewDisposeScope();
        var whole = Mean(Rows(0.5f, 0.25f), Rows(1, 0), crossEntropy, holes: true);
        Assert.AreEqual(whole, Mean(Rows(0.5f, 0.25f), Rows(1, 0), crossEntropy, holes: false), 1e-6f,
            "without holes there is no difference");
        Assert.AreEqual(whole, Mean(Rows(0.5f, 0.9f, 0.25f, 0.1f), Rows(1, None, 0, None), crossEntropy, holes: true), 1e-6f);
        Assert.AreEqual(0f, Mean(Rows(0.5f, 0.9f), Rows(None, None), crossEntropy, holes: true), "nothing is known");
    }

    [TestMethod]
    public void Holes_pass_no_slope_back()
    {
        using var scope = NewDisposeScope();
        var made = Rows(0.5f, 0.9f).requires_grad_();
        ReconstructionErrors.Mean(made, Rows(1, None), crossEntropy: false, holes: true).backward();
        CollectionAssert.AreEqual(new[] { -1f, 0 }, made.grad!.data<float>().ToArray(), "2 · (0.5 - 1) of one number, and nothing");
    }

    [TestMethod]
    public void The_likelihood_of_a_row_is_that_of_a_normal_density()
    {
        using var scope = NewDisposeScope();
        // two numbers, errors 1 and 2, deviation 2: 1/8 + 4/8 + 2·(ln 2 + ½ ln 2π)
        var expected = 0.125 + 0.5 + (2 * (Math.Log(2) + (0.5 * Math.Log(2 * Math.PI))));
        Assert.AreEqual(expected, Likelihood(Rows(1, 2), Rows(2, 4), crossEntropy: false, holes: false, deviation: 2), 1e-5);
    }

    [TestMethod]
    public void The_likelihood_of_bits_is_their_cross_entropy_summed_over_a_row()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(2 * Math.Log(2), Likelihood(Rows(0.5f, 0.5f), Rows(1, 0), crossEntropy: true, holes: false, deviation: 7), 1e-6);
        var rows = tensor(new[] { 0.5f, 0.5f, 0.5f, 0.5f }, [2, 2]);
        Assert.AreEqual(2 * Math.Log(2), Likelihood(rows, ones(2, 2), crossEntropy: true, holes: false, deviation: 1), 1e-6,
            "the mean of two rows");
    }

    [TestMethod]
    public void A_hole_costs_what_the_rows_other_values_cost()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(4 * Math.Log(2),
            Likelihood(Rows(0.5f, 0.5f, 0.9f, 0.1f), Rows(1, 0, None, None), crossEntropy: true, holes: true, deviation: 1), 1e-6);
    }

    private static float Mean(Tensor made, Tensor target, bool crossEntropy, bool holes) =>
        ReconstructionErrors.Mean(made, target, crossEntropy, holes).item<float>();

    private static double Likelihood(Tensor made, Tensor target, bool crossEntropy, bool holes, double deviation) =>
        ReconstructionErrors.NegativeLogLikelihood(made, target, crossEntropy, holes, deviation).item<float>();

    private static Tensor Rows(params float[] values) => tensor(values, [1, values.Length]);
}
