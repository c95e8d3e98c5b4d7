using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Writes sequences of codes with one recurrent layer, which begins in a state made of the code and sees it at every step.
/// </summary>
internal abstract class SequenceWriter : Module<Tensor, Tensor>
{
    /// <summary>From its units to what is written.</summary>
    [ComponentName(Name = "answer")] private protected readonly Linear answer;

    /// <summary>From codes to the first answer.</summary>
    [ComponentName(Name = "bridge")] private protected readonly Linear bridge;

    /// <summary>The layer.</summary>
    [ComponentName(Name = "decoder")] private protected readonly SequenceLayer decoder;

    private readonly RecurrentEncoder _kind;

    private protected SequenceWriter(SequenceAutoencoderArchitecture architecture, int inputSize, int answerSize) : base("SequenceWriter")
    {
        _kind = (RecurrentEncoder)architecture.Decoder;
        bridge = WeightRoom.Linear(architecture.CodeSize, _kind.HiddenSize);
        decoder = _kind.Create(inputSize, 1, 0);
        answer = WeightRoom.Linear(_kind.HiddenSize, answerSize);
    }

    /// <summary>What <see cref="WrittenErrors.Errors"/> are a sum of.</summary>
    public abstract string Metric { get; }

    /// <summary>How well sequences are written.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <param name="steps">What should be written: keys, (batch, steps), or numbers as they are compared, (batch, time, numbers).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="terms">On what terms.</param>
    public abstract WrittenErrors Errors(Tensor codes, Tensor steps, Tensor lengths, WritingTerms terms);

    /// <summary>The state of the layer before the first step.</summary>
    /// <param name="codes">(batch, code).</param>
    protected Tensor[] Start(Tensor codes) => _kind.StateAt(bridge.call(codes).tanh());

    /// <summary>Codes at every step.</summary>
    /// <returns>(batch, time, code).</returns>
    protected static Tensor Repeated(Tensor codes, long time) => codes.unsqueeze(1).expand(codes.size(0), time, codes.size(1));
}
