using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// L-BFGS: -Hg by the two loops of Nocedal (Mathematics of Computation 35, 1980) over the last steps s and changes of the gradient y.
/// </summary>
/// <param name="history">Pairs of s and y that are remembered.</param>
/// <param name="iterations">Most steps of one batch.</param>
/// <param name="weightDecay">λ of ½λ‖w‖², which is added to the loss.</param>
internal sealed class LbfgsRule(int history, int iterations, double weightDecay) : LineSearchRule(iterations, weightDecay)
{
    private const double LeastBend = 1e-10; // of sᵀy; below it rounding errors would be taken for curvature

    /// <inheritdoc/>
    public override int StatesPerWeight => 2 * history;

    private protected override double Curvature => 0.9;

    private protected override Tensor[] Direction(Tensor[] gradient, Tensor[][] states, long remembered)
    {
        var direction = WeightVector.Scaled(gradient, -1);
        var pairs = (int)Math.Min(remembered, history);
        var (alphas, rhos) = (new double[pairs], new double[pairs]);
        for (var back = 0; back < pairs; back++) // from the last pair to the first
        {
            var (s, y) = Pair(states, remembered - 1 - back);
            rhos[back] = 1 / WeightVector.Dot(s, y);
            alphas[back] = rhos[back] * WeightVector.Dot(s, direction);
            WeightVector.Add(direction, y, -alphas[back]);
        }
        if (pairs > 0)
        {
            var (_, y) = Pair(states, remembered - 1);
            direction = WeightVector.Scaled(direction, 1 / (rhos[0] * WeightVector.Dot(y, y)));
        }
        for (var back = pairs - 1; back >= 0; back--)
        {
            var (s, y) = Pair(states, remembered - 1 - back);
            WeightVector.Add(direction, s, alphas[back] - (rhos[back] * WeightVector.Dot(y, direction)));
        }
        return direction;
    }

    private protected override long Remember(
        Tensor[] before, SearchPoint found, Tensor[] direction, Tensor[][] states, long remembered)
    {
        var step = WeightVector.Scaled(direction, found.Step);
        var change = WeightVector.Scaled(found.Gradient, 1);
        WeightVector.Add(change, before, -1);
        if (WeightVector.Dot(step, change) <= LeastBend)
            return remembered;
        var (s, y) = Pair(states, remembered);
        WeightVector.Copy(s, step);
        WeightVector.Copy(y, change);
        return remembered + 1;
    }

    // Old pairs give way to new ones.
    private (Tensor[] Step, Tensor[] Change) Pair(Tensor[][] states, long number)
    {
        var place = (int)(number % history);
        return (states[2 * place], states[(2 * place) + 1]);
    }
}
