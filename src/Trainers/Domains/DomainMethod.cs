using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>How a <see cref="DomainConfusion"/> makes domains alike.</summary>
public abstract record DomainMethod
{
    private protected DomainMethod()
    {
    }

    /// <summary>Units of the hidden layer of the small network that tells domains apart.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int HiddenSize { get; init; } = 64;

    /// <summary>The weight where none is given.</summary>
    internal virtual double UsualWeight => 1;

    /// <summary>
    /// Whether the layers learn what misleads the small network; if not, it only watches, and <see cref="Distance"/> is made small.
    /// </summary>
    internal virtual bool Misleads => false;

    /// <summary>How far two domains lie apart.</summary>
    /// <param name="first">(rows, features), at least two rows.</param>
    /// <param name="second">(rows, features), at least two rows.</param>
    /// <returns>0-d, at least 0.</returns>
    internal abstract Tensor Distance(Tensor first, Tensor second);

    internal virtual void Validate(OptionFaults faults, string name) => faults.AtLeast(HiddenSize, 1, $"{name}.{nameof(HiddenSize)}");
}
