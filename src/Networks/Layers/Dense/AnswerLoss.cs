using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A mean loss of a batch whose slopes by the answers are known, so that no graph is needed to follow it back.</summary>
internal abstract unsafe class AnswerLoss
{
    private readonly Tensor _targets; // what is pointed at must live as long

    /// <param name="targets">What is wanted of each row; stays the caller's, who keeps it until the loss is calculated.</param>
    /// <param name="type">What targets must be.</param>
    /// <exception cref="ArgumentException">They are of another type.</exception>
    protected AnswerLoss(Tensor targets, ScalarType type)
    {
        if (targets.dtype != type)
            throw new ArgumentException($"Targets are {targets.dtype}, not {type}.", nameof(targets));
        _targets = targets.contiguous();
        Targets = _targets.Address();
    }

    /// <summary>Refuses answers to another number of rows, or of another width, than there are targets for.</summary>
    /// <param name="rows">Rows in the batch.</param>
    /// <param name="width">Numbers in an answer.</param>
    /// <exception cref="ArgumentException">There are fewer or more.</exception>
    public void Check(int rows, int width)
    {
        if (_targets.numel() != rows * TargetsPerRow(width))
            throw new ArgumentException($"{rows} answers of {width} numbers have {_targets.numel()} targets.");
    }

    /// <summary>Targets that an answer has.</summary>
    /// <param name="width">Its numbers.</param>
    protected abstract long TargetsPerRow(int width);

    /// <summary>Where the targets lie.</summary>
    protected nint Targets { get; }

    /// <summary>What some rows add to the mean.</summary>
    /// <param name="answers">(rows, width): the answers to them.</param>
    /// <param name="slopes">(rows, width): those of the mean by the answers are written there.</param>
    /// <param name="first">The place of the first of them in the batch.</param>
    /// <param name="rows">How many.</param>
    /// <param name="width">Numbers in an answer.</param>
    /// <param name="all">Rows in the batch.</param>
    public abstract double Add(float* answers, float* slopes, int first, int rows, int width, int all);
}
