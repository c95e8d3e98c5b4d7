using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// A rule that chooses directions and looks along them for steps: it measures the loss of a batch several times, at weights of its choice.
/// </summary>
/// <param name="iterations">Most steps of one batch.</param>
/// <param name="weightDecay">λ of ½λ‖w‖², which is added to the loss.</param>
internal abstract class LineSearchRule(int iterations, double weightDecay) : OptimizerRule
{
    // As torch's L-BFGS: a search rarely takes more than one evaluation.
    private const double EvaluationsPerStep = 1.25;
    private const int MostOfALine = 25;
    private const double SmallestGradient = 1e-9;

    /// <summary>Evaluations of the last batch.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The step found last, as a multiple of its direction.</summary>
    public double LastStep { get; private set; } = 1;

    /// <summary>c₂ of the line search.</summary>
    private protected abstract double Curvature { get; }

    /// <inheritdoc/>
    public sealed override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step) =>
        throw new NotSupportedException($"{GetType().Name} looks for its steps; it does not move by one gradient.");

    /// <summary>Moves weights to where the loss of a batch is lower.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="memory">What is remembered of them; its steps count what is remembered.</param>
    /// <param name="loss">The loss at the weights as they are, 0-d, with a graph that reaches them.</param>
    /// <returns>The loss before, without the penalty of weights.</returns>
    public double Search(IReadOnlyList<Parameter> parameters, OptimizerMemory memory, Func<Tensor> loss)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var problem = new SearchProblem(parameters, loss, weightDecay);
        var most = (int)Math.Min(int.MaxValue, iterations * EvaluationsPerStep);
        var states = new Tensor[StatesPerWeight][];
        for (var kind = 0; kind < StatesPerWeight; kind++)
            states[kind] = [.. Enumerable.Range(0, parameters.Count).Select(i => memory.Tensors(i)[kind])];
        var here = problem.Here();
        var (first, fallen) = (problem.LastLoss, double.NaN);
        for (var i = 0; i < iterations && problem.Evaluations < most; i++)
        {
            if (!here.IsFinite || here.Gradient.Max(g => g.abs().max().Read<float>()) <= SmallestGradient)
                break;
            var remembered = memory.Steps[0];
            var direction = Direction(here.Gradient, states, remembered);
            var slope = WeightVector.Dot(direction, here.Gradient);
            if (!(slope < 0))
            {
                if (remembered == 0)
                    break;
                Array.Clear(memory.Steps);
                continue;
            }
            var tried = remembered == 0 ? Math.Min(1, 1 / WeightVector.Length1(here.Gradient)) : FirstStep(fallen, slope);
            var found = problem.Along(here, direction, slope, tried, Curvature, Math.Min(MostOfALine, most - problem.Evaluations));
            if (found is null)
            {
                if (remembered == 0)
                    break;
                Array.Clear(memory.Steps); // the way that was remembered leads nowhere: once more down the gradient
                continue;
            }
            Array.Fill(memory.Steps, Remember(here.Gradient, found, direction, states, remembered));
            (fallen, LastStep, here) = (here.Loss - found.Loss, found.Step, found with { Step = 0 });
        }
        Evaluations = problem.Evaluations;
        return first;
    }

    /// <summary>A direction down which the loss falls.</summary>
    /// <param name="gradient">Where the weights are.</param>
    /// <param name="states">What is remembered, by kind.</param>
    /// <param name="remembered">What <see cref="Remember"/> returned last; 0 if nothing is.</param>
    private protected abstract Tensor[] Direction(Tensor[] gradient, Tensor[][] states, long remembered);

    /// <summary>Remembers a step.</summary>
    /// <param name="before">The gradient where it began.</param>
    /// <param name="found">Where it ended.</param>
    /// <param name="direction">Its direction.</param>
    /// <param name="states">What is remembered, by kind; changed in place.</param>
    /// <param name="remembered">What this method returned last; 0 if nothing is remembered.</param>
    /// <returns>How many steps are remembered, or were.</returns>
    private protected abstract long Remember(
        Tensor[] before, SearchPoint found, Tensor[] direction, Tensor[][] states, long remembered);

    /// <summary>The step to try first along a direction that was made of what is remembered.</summary>
    /// <param name="fallen">By how much the loss fell in the last step; NaN if that was in another batch.</param>
    /// <param name="slope">Of the loss along the direction.</param>
    private protected virtual double FirstStep(double fallen, double slope) => 1;
}
