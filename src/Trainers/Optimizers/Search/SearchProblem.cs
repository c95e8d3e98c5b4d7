using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss of one batch as a function of the weights, which are moved along lines.</summary>
/// <param name="parameters">The weights.</param>
/// <param name="loss">The loss at the weights as they are, 0-d, with a graph that reaches them.</param>
/// <param name="weightDecay">λ of ½λ‖w‖², which is added to it.</param>
internal sealed class SearchProblem(IReadOnlyList<Parameter> parameters, Func<Tensor> loss, double weightDecay)
{
    // Dropout and noise are the same all along a line: where each evaluation drew its own, none could be compared with another.
    private readonly byte[] _chance = TrainingRandom.State;

    /// <summary>How often the loss was measured.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The loss measured last, without the penalty of weights.</summary>
    public double LastLoss { get; private set; }

    /// <summary>Measures where the weights are.</summary>
    public SearchPoint Here() => Measure(0, null);

    /// <summary>Looks along a line for a point that meets the strong Wolfe conditions, and puts the weights there.</summary>
    /// <param name="start">Where the weights are.</param>
    /// <param name="direction">Of the line.</param>
    /// <param name="slope">Of the loss along it at the start; below 0.</param>
    /// <param name="first">The step to try first.</param>
    /// <param name="curvature">c₂: the share of the slope that may be left.</param>
    /// <param name="most">Evaluations at most.</param>
    /// <returns>The point; null if none lies lower, and the weights are where they were.</returns>
    public SearchPoint? Along(SearchPoint start, Tensor[] direction, double slope, double first, double curvature, int most)
    {
        using var gradientsOff = no_grad();
        var origin = parameters.Select(parameter => parameter.detach().clone()).ToArray();
        var found = WolfeSearch.Run(
            step =>
            {
                GoTo(origin, direction, step);
                return Measure(step, direction);
            },
            start with { Step = 0, Slope = slope }, first, curvature, most);
        GoTo(origin, direction, found?.Step ?? 0);
        return found;
    }

    private void GoTo(Tensor[] origin, Tensor[] direction, double step)
    {
        using var gradientsOff = no_grad();
        for (var i = 0; i < origin.Length; i++)
        {
            parameters[i].copy_(origin[i]);
            if (step != 0)
                parameters[i].PlusInPlace(direction[i], step);
        }
    }

    private SearchPoint Measure(double step, Tensor[]? direction)
    {
        Evaluations++;
        TrainingRandom.State = _chance;
        double value;
        using (enable_grad())
        using (NewDisposeScope())
        {
            foreach (var parameter in parameters)
                parameter.grad = null;
            var error = loss();
            error.backward();
            LastLoss = value = error.Read<float>();
        }
        using var gradientsOff = no_grad();
        var gradient = parameters.Select(GradientOf).ToArray();
        if (weightDecay > 0)
        {
            Tensor[] weights = [.. parameters];
            value += 0.5 * weightDecay * WeightVector.Dot(weights, weights);
            WeightVector.Add(gradient, weights, weightDecay);
        }
        return new SearchPoint(step, value, direction is null ? 0 : WeightVector.Dot(gradient, direction), gradient);
    }

    private static Tensor GradientOf(Parameter parameter)
    {
        using var gradient = parameter.grad;
        return gradient is null ? zeros_like(parameter) : gradient.is_sparse ? gradient.to_dense() : gradient.clone();
    }
}
