namespace DeepML.Data;

/// <summary>What a column of sequences holds, and how long they may be; saved with the model.</summary>
/// <param name="KeyCount">Number of keys; 0 if the steps are numbers.</param>
/// <param name="StepSize">Numbers per step; 1 for keys.</param>
/// <param name="MaximumLength">Steps that are read of a sequence.</param>
/// <param name="Frames">Size of the pictures whose paths the column holds, one for each step; null for numbers and keys.</param>
internal sealed record SequenceShape(int KeyCount, int StepSize, int MaximumLength, ImageFormat? Frames = null)
{
    /// <summary>Numbers per row: the steps, padded with zeros.</summary>
    public int Width => checked(MaximumLength * StepSize);
}
