using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class UnrolledDiscriminatorTests
{
    private const double Rate = 0.3;

    [TestMethod]
    [DataRow(1, false, null, 0.0)]
    [DataRow(4, false, null, 0.0)]
    [DataRow(4, false, 0.6, 0.0)]
    [DataRow(4, true, null, 0.0)]
    [DataRow(2, false, null, 3.0)]
    public void The_slope_of_the_unrolled_loss_is_that_of_small_differences(int steps, bool adam, double? limit, double penalty)
    {
        using var scope = NewDisposeScope();
        var game = new Game(steps, new UnrolledStep(adam ? new AdamOptimizer { Beta1 = 0.5, Beta2 = 0.9 } : null, limit), penalty);
        var weights = torch.tensor([0.5f, -0.3f, 0.2f, 0.8f]).requires_grad_(true);
        var found = Slope(game.Loss(weights), weights);
        var expected = Enumerable.Range(0, 4).Select(i => Difference(game, weights, i)).ToArray();
        for (var i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], found[i], 2e-3 + (0.02 * Math.Abs(expected[i])),
                $"slope {i} of [{string.Join(", ", expected)}], found [{string.Join(", ", found)}]");
        var held = Slope(game.LossAgainstTheLast(weights), weights);
        Assert.IsTrue(held.Zip(expected, (h, e) => Math.Abs(h - e)).Max() > 0.02, "the slope through the steps does not matter here");
    }

    [TestMethod]
    public void The_discriminator_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        var game = new Game(3, new UnrolledStep(new AdamOptimizer()));
        var before = game.Discriminator.parameters().Select(p => p.detach().clone()).ToArray();
        game.Loss(torch.tensor([0.5f, -0.3f, 0.2f, 0.8f]).requires_grad_(true)).backward();
        foreach (var (was, weight) in before.Zip(game.Discriminator.parameters()))
        {
            Assert.IsTrue(was.allclose(weight.detach(), 0, 0));
            Assert.IsNull(weight.grad);
        }
        Assert.IsTrue(game.Last.parameters().All(weight => weight.grad is null));
    }

    private static double[] Slope(Tensor loss, Tensor weights) =>
        [.. autograd.grad([loss], [weights], retain_graph: true)[0].data<float>().Select(v => (double)v)];

    private static double Difference(Game game, Tensor weights, int place)
    {
        const double Width = 5e-3;
        double At(double shift)
        {
            var moved = weights.detach().clone();
            moved[place] = torch.tensor((float)(weights[place].item<float>() + shift));
            return game.Loss(moved.requires_grad_(true)).item<float>();
        }
        return (At(Width) - At(-Width)) / (2 * Width);
    }

    // A generator of four weights, z → z W, and real rows around (2, 1).
    private sealed class Game
    {
        private readonly NonSaturatingObjective _objective = new();
        private readonly UnrolledDiscriminator _unrolled;
        private readonly Tensor _real;
        private readonly Tensor _noise;
        private readonly Tensor _none = zeros(32, 0);
        private readonly double _penalty;
        private nn.Module<Tensor, Tensor, Tensor>? _last;

        public Game(int steps, UnrolledStep step, double penalty = 0)
        {
            _penalty = penalty;
            random.manual_seed(3);
            _real = randn(32, 2) + torch.tensor([2f, 1f]);
            _noise = randn(32, 2);
            Discriminator = new Smooth();
            _unrolled = new UnrolledDiscriminator(steps, step, () => new Smooth());
        }

        public nn.Module<Tensor, Tensor, Tensor> Discriminator { get; }

        public nn.Module<Tensor, Tensor, Tensor> Last => _last!;

        public Tensor Loss(Tensor weights) => _unrolled.Loss(
            Discriminator, [weights], Rate,
            ahead => _objective.DiscriminatorLoss(ahead.call(_real, _none), ahead.call(Made(weights), _none)) + Penalty(ahead, weights),
            ahead => Fooled(_last = ahead, weights));

        public Tensor LossAgainstTheLast(Tensor weights)
        {
            Loss(weights);
            return Fooled(_last!, weights);
        }

        private Tensor Fooled(nn.Module<Tensor, Tensor, Tensor> discriminator, Tensor weights) =>
            _objective.GeneratorLoss(discriminator.call(Made(weights), _none));

        private Tensor Penalty(nn.Module<Tensor, Tensor, Tensor> discriminator, Tensor weights)
        {
            random.manual_seed(4); // the same points between real and made rows each time
            return GradientPenaltyObjective.SlopePenalty(rows => discriminator.call(rows, _none), _real, Made(weights), 1) * _penalty;
        }

        private Tensor Made(Tensor weights) => _noise.matmul(weights.reshape(2, 2));
    }

    // Without corners, at which small differences would jump.
    private sealed class Smooth : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> layers = nn.Sequential(
            ("hidden", nn.Linear(2, 8)), ("activation", nn.Tanh()), ("decision", nn.Linear(8, 1)));

        public Smooth() : base("Smooth") => RegisterComponents();

        public override Tensor forward(Tensor rows, Tensor condition) => layers.call(rows);
    }
}
