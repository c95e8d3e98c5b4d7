using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>
/// The pass of one sequence through a small network in managed vector code: the way into torch and back, at every step of a recurrent
/// layer, costs more than the arithmetic. Equal to torch's within rounding.
/// </summary>
internal sealed class SequencePass
{
    private readonly SequenceRowStart _start;
    private readonly SequenceRowLayer[] _layers;
    private readonly SequenceRowPooling _pooling;
    private readonly ColumnWeights _answer;
    private readonly float[] _biases;

    private SequencePass(
        SequenceRowStart start, SequenceRowLayer[] layers, SequenceRowPooling pooling, ColumnWeights answer, float[] biases) =>
        (_start, _layers, _pooling, _answer, _biases) = (start, layers, pooling, answer, biases);

    /// <summary>Copies a network's weights; null if it is too large, reads both ways, or has layers that are not computed here.</summary>
    /// <param name="network">The network.</param>
    /// <param name="maximumLength">Steps of the longest sequence that it reads.</param>
    public static SequencePass? Of(RecurrentSequenceNetwork network, int maximumLength)
    {
        var architecture = (RecurrentSequenceArchitecture)network.Architecture;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        if (SequenceRowLayers.Of(network, architecture.Encoder, maximumLength) is not { } layers)
            return null;
        var weights = new NamedNumbers(network);
        return new SequencePass(
            new SequenceRowStart(architecture.Encoder, network.Scaling?.Scales, weights), layers,
            new SequenceRowPooling(architecture.Pooling, layers[^1].Outputs, weights),
            weights.Columns("answer.weight", architecture.AnswerSize), weights["answer.bias"]);
    }

    /// <summary>A pass with buffers of its own.</summary>
    /// <param name="columns">The columns of a prediction, in their order.</param>
    public ScoreRow Create(IReadOnlyList<PredictionOutput> columns)
    {
        var (steps, answers) = (Array.Empty<float>(), Array.Empty<float>());
        var room = new float[Math.Max(_layers.Max(layer => layer.Room), _pooling.Room)];
        var (summary, answer) = (new float[_layers[^1].Outputs], new float[ColumnWeights.Padded(_biases.Length)]);
        var widest = Math.Max(_start.Width, _layers.Max(layer => layer.Outputs));
        return (inputs, outputs) =>
        {
            var time = (int)Math.Max(1, inputs[0].Lengths[0]); // an empty sequence counts as one step of zeros
            if (steps.Length < time * widest)
                (steps, answers) = (new float[time * widest], new float[time * widest]);
            _start.Run(inputs[0], time, steps);
            foreach (var layer in _layers)
            {
                layer.Run(steps, time, answers, room);
                (steps, answers) = (answers, steps);
            }
            _pooling.Run(steps.AsSpan(0, time * summary.Length), time, summary, room);
            _biases.CopyTo(answer, 0);
            _answer.AddTo(summary, answer);
            for (var i = 0; i < outputs.Length; i++)
                if (outputs[i] is { } block)
                    columns[i].FillRow(answer.AsSpan(0, _biases.Length), block);
        };
    }
}
