using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Writes sequences of numbers, all steps by the code alone, which also says how long they are.</summary>
internal sealed class NumberWriter : SequenceWriter
{
    [ComponentName(Name = "length")] private readonly Linear? length;
    private readonly int _maximumLength;

    /// <summary>Builds the writer with fresh weights from torch's generator.</summary>
    public NumberWriter(SequenceAutoencoderArchitecture architecture)
        : base(architecture, architecture.CodeSize, architecture.Encoder.StepSize)
    {
        _maximumLength = architecture.MaximumLength;
        if (architecture.LengthsVary)
            length = WeightRoom.Linear(architecture.CodeSize, _maximumLength);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override string Metric => MetricNames.SquaredError;

    /// <summary>As a module it writes as many steps as there are at most.</summary>
    public override Tensor forward(Tensor codes) => Steps(codes, _maximumLength);

    /// <summary>Writes steps.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <param name="time">How many.</param>
    /// <returns>(batch, time, numbers), as the network compares them.</returns>
    public Tensor Steps(Tensor codes, long time) => answer.call(decoder.Run(Repeated(codes, time), Start(codes)).Output);

    /// <summary>How long sequences are by their codes.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <returns>(batch), int64, from 1.</returns>
    public Tensor Lengths(Tensor codes) => length is null
        ? full([codes.size(0)], Numbers.Kept((long)_maximumLength), dtype: ScalarType.Int64, device: codes.device)
        : length.call(codes).argmax(1).Plus(1L);

    // A number's distance from what is written is normal; a length is one of the maximum length's classes.
    /// <inheritdoc/>
    public override WrittenErrors Errors(Tensor codes, Tensor steps, Tensor lengths, WritingTerms terms)
    {
        var within = SequenceEncoderNetwork.Mask(lengths, steps.size(1)).unsqueeze(2).to(steps.dtype); // (batch, time, 1)
        var squares = ((Steps(codes, steps.size(1)) - steps).Squared() * within).sum([1L, 2L]); // (batch)
        var nats = squares.Times(0.5 / (terms.Deviation * terms.Deviation));
        if (length is not null)
        {
            var place = SequenceEncoderNetwork.AtLeastOne(lengths).Minus(1L);
            nats = nats.Plus(nn.functional.cross_entropy(length.call(codes), place, reduction: nn.Reduction.None));
        }
        return new WrittenErrors(nats, squares, lengths.to(steps.dtype).Times(steps.size(2)));
    }
}
