using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// The difference of mean decisions, with a penalty on slopes of the critic that differ from 1; the critic has layer normalization:
/// Gulrajani et al., arXiv:1704.00028.
/// </summary>
public sealed record GradientPenaltyObjective : CriticObjective
{
    /// <summary>Weight of the penalty.</summary>
    /// <value>Above 0; the default is 1. The usual 10 is too much for rows of few numbers, where 0.1 to 1 work.</value>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override bool NormalizesLayers => true;

    /// <inheritdoc/>
    public override Tensor Penalized(Tensor loss, Func<Tensor, Tensor> judge, Tensor real, Tensor fake, int rowsPerDecision) =>
        loss.Plus(SlopePenalty(judge, real, fake, rowsPerDecision), Weight);

    internal override void Validate(OptionFaults faults, string name) => faults.Above(Weight, 0, $"{name}.{nameof(Weight)}");

    /// <summary>
    /// The mean squared distance from 1 of the slope's length, at points between real and generated rows: Gulrajani et al.,
    /// arXiv:1704.00028, algorithm 1.
    /// </summary>
    /// <param name="judge">(batch, row) → (decisions, 1).</param>
    /// <param name="real">(batch, row).</param>
    /// <param name="fake">(batch, row); may have a graph to the generator.</param>
    /// <param name="rowsPerDecision">Rows that are judged together, and share a point and a slope.</param>
    /// <returns>0-d, with a graph that reaches the critic's weights, and those of the generator if the rows have one.</returns>
    internal static Tensor SlopePenalty(Func<Tensor, Tensor> judge, Tensor real, Tensor fake, int rowsPerDecision)
    {
        var decisions = real.size(0) / rowsPerDecision;
        var share = rand(decisions, 1, device: real.device).repeat_interleave(rowsPerDecision, 0); // (batch, 1)
        var between = fake.lerp(real, share); // share · real + (1 - share) · fake
        if (!between.requires_grad)
            between.requires_grad_(true);
        var answer = judge(between).sum();
        // Without retain_graph the buffers that the second pass needs would be freed.
        var slopes = autograd.grad([answer], [between], retain_graph: true, create_graph: true)[0];
        var lengths = slopes.reshape(decisions, -1).Squared().sum(1).Plus(1e-12).sqrt(); // (decisions)
        return lengths.Minus(1).Squared().mean();
    }
}
