using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A mean loss of a batch whose slopes by the answers are known, so that no graph is needed to follow it back.</summary>
internal abstract unsafe class AnswerLoss
{
    private readonly Tensor _targets; // what is pointed at must live as long

    /// <param name="targets">What is wanted of each row; stays the caller's, who keeps it until the loss is calculated.</param>
    protected AnswerLoss(Tensor targets)
    {
        _targets = targets.contiguous();
        Targets = _targets.Address();
    }

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
