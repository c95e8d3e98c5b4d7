namespace DeepML.Transforms;

/// <summary>Turns a network's answer to one row into the columns of a prediction, without tensors.</summary>
internal static class PredictionRow
{
    /// <summary>A pass with buffers of its own.</summary>
    /// <param name="pass">The network's pass.</param>
    /// <param name="columns">The columns, in their order.</param>
    public static ScoreRow Create(IRowPass pass, IReadOnlyList<PredictionOutput> columns)
    {
        var (first, second) = (new float[pass.BufferSize], new float[pass.BufferSize]);
        return (inputs, outputs) =>
        {
            var answer = pass.Run(inputs[0].Floats, first, second);
            for (var i = 0; i < outputs.Length; i++)
                if (outputs[i] is { } block)
                    columns[i].FillRow(answer, block);
        };
    }
}
