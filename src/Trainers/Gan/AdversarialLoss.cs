using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace DeepML.Trainers;

/// <summary>The formulas of <see cref="GanLoss"/>, as means over decisions.</summary>
internal static class AdversarialLoss
{
    /// <summary>Whether decisions are distances rather than logits.</summary>
    public static bool IsWasserstein(GanLoss loss) => loss is GanLoss.Wasserstein or GanLoss.WassersteinGradientPenalty;

    /// <summary>What the discriminator minimizes.</summary>
    /// <param name="loss">Which formula.</param>
    /// <param name="real">(decisions, 1) on real rows.</param>
    /// <param name="fake">(decisions, 1) on generated rows.</param>
    /// <param name="smoothing">How far the target of real rows lies below 1: Salimans et al., arXiv:1606.03498, 3.4; for logits and squares.</param>
    /// <returns>0-d.</returns>
    public static Tensor OfDiscriminator(GanLoss loss, Tensor real, Tensor fake, double smoothing)
    {
        if (IsWasserstein(loss))
            return fake.mean() - real.mean();
        if (loss == GanLoss.LeastSquares)
            return HalfSquare(real, 1 - smoothing).Plus(HalfSquare(fake, 0));
        var onReal = Doubt(real);
        if (smoothing > 0)
            onReal = onReal.Times(1 - smoothing).Plus(Belief(real), smoothing);
        return onReal.Plus(Belief(fake));
    }

    /// <summary>What the generator minimizes.</summary>
    /// <param name="loss">Which formula.</param>
    /// <param name="fake">(decisions, 1) on generated rows, with a graph that reaches the generator.</param>
    /// <returns>0-d.</returns>
    public static Tensor OfGenerator(GanLoss loss, Tensor fake) => loss switch
    {
        GanLoss.Minimax => Belief(fake).neg(),
        GanLoss.ModifiedMinimax => Doubt(fake),
        GanLoss.LeastSquares => HalfSquare(fake, 1),
        _ => fake.mean().neg(),
    };

    /// <summary>
    /// The mean squared distance from 1 of the slope's length, at points between real and generated rows: Gulrajani et al.,
    /// arXiv:1704.00028, algorithm 1.
    /// </summary>
    /// <param name="critic">Rows and conditions → decisions.</param>
    /// <param name="real">(batch, row).</param>
    /// <param name="fake">(batch, row); may have a graph to the generator.</param>
    /// <param name="condition">(batch, condition).</param>
    /// <param name="rowsPerDecision">Rows that are judged together, and share a point and a slope.</param>
    /// <returns>0-d, with a graph that reaches the critic's weights, and those of the generator if the rows have one.</returns>
    public static Tensor GradientPenalty(
        nn.Module<Tensor, Tensor, Tensor> critic, Tensor real, Tensor fake, Tensor condition, int rowsPerDecision)
    {
        var decisions = real.size(0) / rowsPerDecision;
        var share = rand(decisions, 1, device: real.device).repeat_interleave(rowsPerDecision, 0); // (batch, 1)
        var between = fake.lerp(real, share); // share · real + (1 - share) · fake
        if (!between.requires_grad)
            between.requires_grad_(true);
        var answer = critic.call(between, condition).sum();
        // Without retain_graph the buffers that the second pass needs would be freed.
        var slopes = autograd.grad([answer], [between], retain_graph: true, create_graph: true)[0];
        var lengths = slopes.reshape(decisions, -1).Squared().sum(1).Plus(1e-12).sqrt(); // (decisions)
        return lengths.Minus(1).Squared().mean();
    }

    // Mean of -log σ(D): how far rows are from being taken for real.
    private static Tensor Doubt(Tensor decisions) => nn.functional.logsigmoid(decisions).mean().neg();

    // Mean of -log(1 - σ(D)) = -log σ(-D): how far rows are from being taken for generated ones.
    private static Tensor Belief(Tensor decisions) => Doubt(decisions.neg());

    // Mean of (D - goal)² / 2.
    private static Tensor HalfSquare(Tensor decisions, double goal) => decisions.Minus(goal).Squared().mean().Over(2);
}
