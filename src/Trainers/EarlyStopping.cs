using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Ends training when the monitored loss no longer falls: the validation loss if rows are held out, else the training loss.
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs in a row without a gain after which training ends.</summary>
    /// <value>At least 1; the default is 5.</value>
    public int Patience { get; init; } = 5;

    /// <summary>A loss counts as a gain if it is lower than the best by more than this.</summary>
    /// <value>At least 0, in the unit of the loss; the default is 0.</value>
    public double MinimumGain { get; init; }

    /// <summary>Whether the model gets the weights of the epoch with the lowest loss, instead of the last.</summary>
    /// <value>The default is true.</value>
    public bool RestoreBest { get; init; } = true;

    /// <summary>Whether training ends after epochs with these losses.</summary>
    internal bool IsReached(IEnumerable<double> losses)
    {
        var (best, waited) = (double.PositiveInfinity, 0);
        foreach (var loss in losses)
        {
            if (double.IsPositiveInfinity(best) || loss < best - MinimumGain)
                (best, waited) = (loss, 0);
            else
                waited++;
        }
        return waited >= Patience;
    }

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Patience, 1, $"{name}.{nameof(Patience)}", int.MaxValue);
        faults.AtLeast(MinimumGain, 0, $"{name}.{nameof(MinimumGain)}");
    }
}
