using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Losses;

[TestClass]
public sealed class GanObjectiveTests
{
    private static readonly double[] Real = [-60, -2, 0.5, 3, 40];
    private static readonly double[] Fake = [-45, -1, 0, 2, 70];

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.1)]
    public void Discriminators_minimize_what_their_formulas_say_far_out_too(double smoothing)
    {
        var onReal = Real.Average(d => ((1 - smoothing) * Softplus(-d)) + (smoothing * Softplus(d)));
        AssertDiscriminator(new MinimaxObjective { LabelSmoothing = smoothing }, onReal + Fake.Average(Softplus));
        AssertDiscriminator(new NonSaturatingObjective { LabelSmoothing = smoothing }, onReal + Fake.Average(Softplus));
        AssertDiscriminator(
            new LeastSquaresObjective { LabelSmoothing = smoothing },
            (Real.Average(d => Math.Pow(d - (1 - smoothing), 2)) + Fake.Average(d => d * d)) / 2);
        AssertDiscriminator(new WassersteinObjective(), Fake.Average() - Real.Average());
        AssertDiscriminator(new GradientPenaltyObjective(), Fake.Average() - Real.Average());
    }

    [TestMethod]
    public void Generators_minimize_what_their_formulas_say_far_out_too()
    {
        AssertGenerator(new MinimaxObjective(), -Fake.Average(Softplus));
        AssertGenerator(new NonSaturatingObjective(), Fake.Average(d => Softplus(-d)));
        AssertGenerator(new LeastSquaresObjective(), Fake.Average(d => (d - 1) * (d - 1)) / 2);
        AssertGenerator(new WassersteinObjective(), -Fake.Average());
        AssertGenerator(new GradientPenaltyObjective(), -Fake.Average());
    }

    [TestMethod]
    public void Rows_are_taken_for_real_above_the_border_of_the_objective()
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Decisions([1, 3]), Decisions([-4, -2]));
        Assert.AreEqual(0, new MinimaxObjective().BorderOf(real, fake));
        Assert.AreEqual(0, new NonSaturatingObjective().BorderOf(real, fake));
        Assert.AreEqual(0.5, new LeastSquaresObjective().BorderOf(real, fake));
        Assert.AreEqual(-0.5, new WassersteinObjective().BorderOf(real, fake), "the middle between 2 and -3");
        Assert.AreEqual(-0.5, new GradientPenaltyObjective().BorderOf(real, fake));
    }

    [TestMethod]
    public void Weights_are_cut_off_at_the_limit_of_the_objective_and_only_there()
    {
        using var scope = NewDisposeScope();
        foreach (var (objective, expected) in new (GanObjective, float[])[]
        {
            (new WassersteinObjective { ClipLimit = 0.5 }, [-0.5f, 0.25f, 0.5f]), (new GradientPenaltyObjective(), [-2, 0.25f, 7]),
            (new NonSaturatingObjective(), [-2, 0.25f, 7]),
        })
        {
            var weight = new TorchSharp.Modules.Parameter(tensor(new[] { -2f, 0.25f, 7f }));
            objective.Limit([weight]);
            CollectionAssert.AreEqual(expected, weight.detach().data<float>().ToArray(), $"{objective}");
        }
    }

    [TestMethod]
    public void Only_the_gradient_penalty_adds_to_the_loss_and_by_its_weight()
    {
        using var scope = NewDisposeScope();
        using var critic = new LinearCritic(3, 4);
        Tensor Judge(Tensor rows) => critic.call(rows, zeros(6, 1));
        var loss = tensor(2f);
        var penalized = new GradientPenaltyObjective { Weight = 0.25 }.Penalized(loss, Judge, randn(6, 2), randn(6, 2), 1);
        Assert.AreEqual(2 + (0.25 * 16), penalized.item<float>(), 1e-4);
        foreach (var other in new GanObjective[] { new MinimaxObjective(), new NonSaturatingObjective(), new LeastSquaresObjective(),
            new WassersteinObjective() })
            Assert.AreSame(loss, other.Penalized(loss, Judge, randn(6, 2), randn(6, 2), 1));
    }

    [TestMethod]
    [DataRow(1, 25)]
    [DataRow(2, 50)] // two rows for every decision
    public void R1_adds_half_its_weight_of_the_squared_slope_on_real_rows(int rowsPerDecision, double squares)
    {
        using var scope = NewDisposeScope();
        var real = randn(6, 2);
        foreach (var objective in new LogitObjective[]
        {
            new NonSaturatingObjective { RealGradientPenalty = 0.5 }, new MinimaxObjective { RealGradientPenalty = 0.5 },
        })
        {
            var weights = tensor(new[] { 3f, 4f }, [2, 1], requires_grad: true); // the slope everywhere
            var penalized = objective.Penalized(tensor(2f), rows => rows.matmul(weights), real, randn(6, 2), rowsPerDecision);
            Assert.AreEqual(2 + (0.25 * squares), penalized.item<float>(), 1e-4);
            penalized.backward();
            // half of 0.5 times the slope of the sum of squares: 6 rows, each with 2w
            Assert.AreEqual(0.5f * 3 * rowsPerDecision, weights.grad![0, 0].item<float>(), 1e-4);
        }
        Assert.IsFalse(real.requires_grad, "the rows are left as they came");
    }

    [TestMethod]
    public void The_slope_of_a_linear_critic_is_pulled_to_length_one()
    {
        using var scope = NewDisposeScope();
        using var critic = new LinearCritic(3, 4); // slope (3, 4) everywhere, of length 5
        var penalty = GradientPenaltyObjective.SlopePenalty(
            rows => critic.call(rows, zeros(6, 1)), randn(6, 2), randn(6, 2), rowsPerDecision: 1);
        Assert.AreEqual(16, penalty.item<float>(), 1e-4); // (5 - 1)²
    }

    private static void AssertDiscriminator(GanObjective objective, double expected)
    {
        using var scope = NewDisposeScope();
        var found = objective.DiscriminatorLoss(Decisions(Real), Decisions(Fake)).item<float>();
        Assert.AreEqual(expected, found, 1e-5 * Math.Abs(expected), $"{objective}");
    }

    private static void AssertGenerator(GanObjective objective, double expected)
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(expected, objective.GeneratorLoss(Decisions(Fake)).item<float>(), 1e-5 * Math.Abs(expected), $"{objective}");
    }

    private static Tensor Decisions(double[] values) => tensor(values).to(float32).unsqueeze(1); // (decisions, 1)

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private sealed class LinearCritic(params float[] slope) : nn.Module<Tensor, Tensor, Tensor>("critic")
    {
        public override Tensor forward(Tensor rows, Tensor condition) => rows.mv(tensor(slope)).unsqueeze(1);
    }
}
