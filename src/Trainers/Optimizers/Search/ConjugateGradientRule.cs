using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// d ← -g + βd, β = max(0, gᵀ(g − g₋) / g₋ᵀg₋), with g₋ the gradient where the last step began (Polak and Ribière 1969).
/// </summary>
/// <param name="iterations">Most steps of one batch.</param>
/// <param name="weightDecay">λ of ½λ‖w‖², which is added to the loss.</param>
internal sealed class ConjugateGradientRule(int iterations, double weightDecay) : LineSearchRule(iterations, weightDecay)
{
    private const double Further = 1.01; // Nocedal and Wright, eq. 3.60

    /// <inheritdoc/>
    public override int StatesPerWeight => 2;

    private protected override double Curvature => 0.1; // directions are conjugate as far as lines are searched to their end

    private protected override Tensor[] Direction(Tensor[] gradient, Tensor[][] states, long remembered)
    {
        var direction = WeightVector.Scaled(gradient, -1);
        if (remembered == 0)
            return direction;
        var (before, last) = (states[0], states[1]);
        var change = WeightVector.Dot(gradient, gradient) - WeightVector.Dot(gradient, before);
        WeightVector.Add(direction, last, Math.Max(0, change / WeightVector.Dot(before, before)));
        return direction;
    }

    private protected override long Remember(
        Tensor[] before, SearchPoint found, Tensor[] direction, Tensor[][] states, long remembered)
    {
        WeightVector.Copy(states[0], before);
        WeightVector.Copy(states[1], direction);
        return remembered + 1;
    }

    private protected override double FirstStep(double fallen, double slope) =>
        double.IsFinite(fallen) ? Math.Min(1, Further * -2 * fallen / slope) : 1;
}
