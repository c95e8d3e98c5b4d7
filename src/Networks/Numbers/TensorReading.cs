using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Reads numbers out of tensors. Torch's <c>ToDouble()</c> and its like read through a number that nothing holds.</summary>
internal static class TensorReading
{
    /// <summary>The one number of a tensor, from any device.</summary>
    /// <typeparam name="T">The tensor's own type: long for int64, float for float32, bool for bool.</typeparam>
    /// <exception cref="ArgumentException">The tensor holds more or fewer than one number, or numbers of another type.</exception>
    public static T Read<T>(this Tensor tensor)
        where T : unmanaged
    {
#pragma warning disable RS0030 // the one place that asks first where the tensor is
        if (tensor.device_type == DeviceType.CPU)
            return tensor.item<T>();
        using var here = tensor.cpu();
        return here.item<T>();
#pragma warning restore RS0030
    }
}
