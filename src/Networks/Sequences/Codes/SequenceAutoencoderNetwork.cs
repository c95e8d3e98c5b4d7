using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Reads a sequence of keys or numbers into a code of a fixed size, and writes it again from the code alone (Sutskever, Vinyals and Le,
/// arXiv:1409.3215; Srivastava, Mansimov and Salakhutdinov, ICML 2015); the code may be a distribution (Bowman et al., arXiv:1511.06349).
/// </summary>
internal sealed class SequenceAutoencoderNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "code")] private readonly Linear code;
    [ComponentName(Name = "variance")] private readonly Linear? variance;
    [ComponentName(Name = "writer")] private readonly SequenceWriter writer;
    private readonly SequenceAutoencoderArchitecture _architecture;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public SequenceAutoencoderNetwork(SequenceAutoencoderArchitecture architecture) : base("SequenceAutoencoder")
    {
        _architecture = architecture;
        var a = architecture;
        encoder = new SequenceEncoderNetwork(a.Encoder);
        code = WeightRoom.Linear(a.Encoder.Stack.OutputSize, a.CodeSize);
        if (a.LogVarianceLimit is not null)
            variance = WeightRoom.Linear(a.Encoder.Stack.OutputSize, a.CodeSize);
        writer = a.Encoder.KeyCount > 0 ? new KeyWriter(a) : new NumberWriter(a);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture => _architecture;

    /// <summary>What is done with the numbers of each step first; null for nothing.</summary>
    public ColumnScaling? Scaling => encoder.Scaling;

    /// <summary>What writes sequences of their codes.</summary>
    public SequenceWriter Writer => writer;

    /// <summary>The codes of sequences: where a code is a distribution, its mean.</summary>
    /// <param name="rows">(batch, steps × step size): float32, or keys from 1 of int32 or int64, 0 for a missing one.</param>
    /// <param name="rowLengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, code).</returns>
    public override Tensor forward(Tensor rows, Tensor rowLengths) => code.call(Summary(rows, rowLengths));

    /// <summary>The distributions of codes.</summary>
    /// <inheritdoc cref="forward" path="/param"/>
    /// <returns>Means, (batch, code), and logarithms of variances, the same; null where codes are points.</returns>
    public (Tensor Mean, Tensor? LogVariance) Encode(Tensor rows, Tensor rowLengths)
    {
        var summary = Summary(rows, rowLengths); // (batch, output)
        if (variance is null)
            return (code.call(summary), null);
        var limit = _architecture.LogVarianceLimit!.Value;
        return (code.call(summary), variance.call(summary).clamp(Numbers.Kept(-limit), Numbers.Kept(limit)));
    }

    /// <summary>How well sequences are written from codes.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <param name="rows">What should be written, as in <see cref="forward"/>.</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="terms">On what terms it is written.</param>
    public WrittenErrors Errors(Tensor codes, Tensor rows, Tensor lengths, WritingTerms terms)
    {
        if (_architecture.Encoder.KeyCount > 0)
            return writer.Errors(codes, rows, lengths, terms);
        var time = SequenceEncoderNetwork.AtLeastOne(lengths).max().Read<long>();
        return writer.Errors(codes, encoder.Scaled(rows, 0, time, lengths), lengths, terms);
    }

    /// <summary>Writes sequences of keys.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <returns>(batch, maximum length), int64: keys from 1, and -1 behind the end.</returns>
    public Tensor WriteKeys(Tensor codes) => ((KeyWriter)writer).Write(codes);

    /// <summary>Writes sequences of numbers, in the unit of the rows.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <param name="lengths">(batch), int64: how long they are to be; null lets the codes say it.</param>
    /// <returns>(batch, time, step size) up to the longest of them, and the lengths.</returns>
    public (Tensor Steps, Tensor Lengths) WriteNumbers(Tensor codes, Tensor? lengths = null)
    {
        var numbers = (NumberWriter)writer;
        var written = lengths ?? numbers.Lengths(codes);
        var steps = numbers.Steps(codes, SequenceEncoderNetwork.AtLeastOne(written).max().Read<long>());
        return (Scaling is null ? steps : Scaling.Restore(steps), written);
    }

    // What the encoder says at the end, if it carries what it has read there; else the mean of all it says. (batch, output)
    private Tensor Summary(Tensor rows, Tensor rowLengths)
    {
        var (steps, lengths) = encoder.Encode(rows, rowLengths);
        return _architecture.Encoder.Stack.Encoder.CarriesState
            ? encoder.Last(steps, lengths)
            : SequenceEncoderNetwork.Mean(steps, lengths);
    }
}
