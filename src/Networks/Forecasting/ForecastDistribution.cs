using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>What a forecasting network answers for each step, by which loss it learns it, and how bounds come out of it.</summary>
public abstract record ForecastDistribution
{
    // Only this library's: a saved model is scored by programs that hold none of a user's own code.
    private protected ForecastDistribution()
    {
    }

    /// <summary>Numbers that are answered for each step.</summary>
    internal abstract int Answers { get; }

    /// <summary>Whether bounds come from errors on data that were held out, rather than from the answers.</summary>
    internal virtual bool BoundsAreMeasured => false;

    /// <summary>Loss of each answer.</summary>
    /// <param name="answer">(batch, members, horizon, answers).</param>
    /// <param name="target">(batch, 1, horizon).</param>
    /// <param name="level">Share of the values that the bounds are to hold, in (0, 1).</param>
    /// <returns>(batch, members, horizon).</returns>
    internal abstract Tensor Loss(Tensor answer, Tensor target, double level);

    /// <summary>Centre and distance of the bounds from it, in units of the network's answers, of one step.</summary>
    /// <param name="answers">(members, answers) of the step, one after another.</param>
    /// <param name="members">Networks that answered.</param>
    /// <param name="width">What <see cref="Width"/> gave for the level wanted.</param>
    internal abstract (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width);

    /// <summary>The number by which a deviation, or a learned distance, is multiplied to reach the bound of a level.</summary>
    /// <param name="level">Share of the values that the bounds are to hold, in (0, 1).</param>
    /// <param name="trained">The level that was trained for.</param>
    internal virtual double Width(double level, double trained) => QuantileFunctions.Normal(level);

    /// <summary>Says what is wrong with its own numbers.</summary>
    internal virtual void Validate(PartFaults faults)
    {
    }

    /// <summary>Mean of the members' answers of one place.</summary>
    private protected static double Mean(ReadOnlySpan<float> answers, int members, int place)
    {
        var (mean, count) = (0.0, answers.Length / members);
        for (var member = 0; member < members; member++)
            mean += (double)answers[(member * count) + place] / members;
        return mean;
    }
}
