using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// What is done to the inputs of each training batch, drawn anew every time, while the target stays clean: a denoising
/// autoencoder (Vincent et al., JMLR 11, 2010).
/// </summary>
public abstract record InputCorruption
{
    private protected InputCorruption()
    {
    }

    /// <summary>Corrupted inputs.</summary>
    /// <param name="inputs">(batch, input), float32.</param>
    /// <param name="blank">What stands for a missing value, (input); null for 0.</param>
    /// <param name="pictures">The pictures that rows are; null for rows that are none.</param>
    internal abstract Tensor Apply(Tensor inputs, Tensor? blank, AutoencoderImageArchitecture? pictures = null);

    internal abstract void Validate(OptionFaults faults, string name);
}
