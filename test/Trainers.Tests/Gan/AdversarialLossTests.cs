using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Losses;

[TestClass]
public sealed class AdversarialLossTests
{
    private static readonly double[] Real = [-60, -2, 0.5, 3, 40];
    private static readonly double[] Fake = [-45, -1, 0, 2, 70];

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.1)]
    public void Discriminators_minimize_what_their_formulas_say_far_out_too(double smoothing)
    {
        var onReal = Real.Average(d => ((1 - smoothing) * Softplus(-d)) + (smoothing * Softplus(d)));
        foreach (var loss in new[] { GanLoss.Minimax, GanLoss.ModifiedMinimax })
            AssertDiscriminator(loss, smoothing, onReal + Fake.Average(Softplus));
        AssertDiscriminator(
            GanLoss.LeastSquares, smoothing, (Real.Average(d => Math.Pow(d - (1 - smoothing), 2)) + Fake.Average(d => d * d)) / 2);
        foreach (var loss in new[] { GanLoss.Wasserstein, GanLoss.WassersteinGradientPenalty })
            AssertDiscriminator(loss, smoothing, Fake.Average() - Real.Average());
    }

    [TestMethod]
    public void Generators_minimize_what_their_formulas_say_far_out_too()
    {
        AssertGenerator(GanLoss.Minimax, -Fake.Average(Softplus));
        AssertGenerator(GanLoss.ModifiedMinimax, Fake.Average(d => Softplus(-d)));
        AssertGenerator(GanLoss.LeastSquares, Fake.Average(d => (d - 1) * (d - 1)) / 2);
        AssertGenerator(GanLoss.Wasserstein, -Fake.Average());
    }

    [TestMethod]
    public void The_slope_of_a_linear_critic_is_pulled_to_length_one()
    {
        using var scope = NewDisposeScope();
        using var critic = new LinearCritic(3, 4); // slope (3, 4) everywhere, of length 5
        var penalty = AdversarialLoss.GradientPenalty(critic, randn(6, 2), randn(6, 2), zeros(6, 1), rowsPerDecision: 1);
        Assert.AreEqual(16, penalty.item<float>(), 1e-4); // (5 - 1)²
    }

    private static void AssertDiscriminator(GanLoss loss, double smoothing, double expected)
    {
        using var scope = NewDisposeScope();
        var found = AdversarialLoss.OfDiscriminator(loss, Decisions(Real), Decisions(Fake), smoothing).item<float>();
        Assert.AreEqual(expected, found, 1e-5 * Math.Abs(expected), $"{loss}");
    }

    private static void AssertGenerator(GanLoss loss, double expected)
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(expected, AdversarialLoss.OfGenerator(loss, Decisions(Fake)).item<float>(), 1e-5 * Math.Abs(expected), $"{loss}");
    }

    private static Tensor Decisions(double[] values) => tensor(values).to(float32).unsqueeze(1); // (decisions, 1)

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private sealed class LinearCritic(params float[] slope) : nn.Module<Tensor, Tensor, Tensor>("critic")
    {
        public override Tensor forward(Tensor rows, Tensor condition) => rows.mv(tensor(slope)).unsqueeze(1);
    }
}
