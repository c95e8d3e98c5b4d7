namespace DeepML.Transforms;

/// <summary>One layer of the pass of a sequence: from numbers at each step to numbers at each step.</summary>
internal abstract class SequenceRowLayer
{
    /// <summary>Numbers at each step that come out.</summary>
    public abstract int Outputs { get; }

    /// <summary>Numbers of room that <see cref="Run"/> needs beside its input and output.</summary>
    public abstract int Room { get; }

    /// <summary>Computes the layer.</summary>
    /// <param name="steps">(time, inputs).</param>
    /// <param name="time">Steps, at least 1.</param>
    /// <param name="answers">Receives (time, outputs).</param>
    /// <param name="room"><see cref="Room"/> numbers of any value.</param>
    public abstract void Run(ReadOnlySpan<float> steps, int time, Span<float> answers, Span<float> room);
}
