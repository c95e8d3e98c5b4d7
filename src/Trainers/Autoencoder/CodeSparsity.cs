using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>What keeps most numbers of a code at 0.</summary>
public abstract record CodeSparsity
{
    private protected CodeSparsity()
    {
    }

    /// <summary>Numbers of each code that are kept; null for all.</summary>
    internal virtual int? CodesKept => null;

    /// <summary>Penalty added to the loss, 0-d; null for none.</summary>
    /// <param name="code">(batch, code).</param>
    internal abstract Tensor? Penalty(Tensor code);

    internal abstract void Validate(OptionFaults faults, string name, int codeSize);
}
