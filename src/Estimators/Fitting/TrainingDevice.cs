using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Finds the device that <c>MLContext.GpuDeviceId</c> and <c>MLContext.FallbackToCpu</c> ask for.</summary>
internal static class TrainingDevice
{
    /// <summary>The CPU, unless a GPU is asked for and there.</summary>
    /// <param name="environment">Has <c>GpuDeviceId</c> and <c>FallbackToCpu</c>.</param>
    /// <param name="channel">Is told where the CPU takes the place of a GPU.</param>
    /// <param name="use">What the network may leave to oneDNN.</param>
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and the CPU is not allowed instead.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing, or is another version.</exception>
    public static Device Of(IHostEnvironment environment, IChannel channel, OneDnnUse use = OneDnnUse.Recurrence)
    {
        NativeGround.Require(use);
        var (gpu, fallbackToCpu) = CatalogAccess.DeviceOf(environment);
        var index = Choose(gpu, fallbackToCpu, () => cuda.is_available() ? cuda.device_count() : 0,
            warning => channel.Warning(MessageSensitivity.None, warning));
        return index < 0 ? CPU : device(DeviceType.CUDA, index);
    }

    /// <summary>Refuses a precision that the device does not offer.</summary>
    /// <exception cref="NotSupportedException">The reason, and what to do.</exception>
    public static void CheckPrecision(Precision precision, Device device)
    {
        if (precision == Precision.Float32)
            return;
        var why = device.type == DeviceType.CPU ? MixedPrecision.WhyNot : "it is there for training on the processor only, not on a GPU";
        if (why is not null)
            throw new NotSupportedException($"Training.Precision is {precision}: {why}. Set it to Float32.");
    }

    /// <summary>The choice itself.</summary>
    /// <param name="gpu">The GPU asked for; null for the CPU.</param>
    /// <param name="fallbackToCpu">Whether the CPU will do if it is not there.</param>
    /// <param name="countGpus">Counts the GPUs; called only if one is asked for.</param>
    /// <param name="warn">Receives a sentence if the CPU takes the place of a GPU.</param>
    /// <returns>Index of the GPU; -1 for the CPU.</returns>
    internal static int Choose(int? gpu, bool fallbackToCpu, Func<int> countGpus, Action<string> warn)
    {
        if (gpu is not { } index)
            return -1;
        var count = countGpus();
        if (index >= 0 && index < count)
            return index;
        var what =
            $"GpuDeviceId is {index}, but torch sees {(count == 0 ? "no CUDA device" : $"{count} CUDA device(s), 0 to {count - 1}")}";
        if (!fallbackToCpu)
            throw new InvalidOperationException($"{what}. Set MLContext.FallbackToCpu to train on the CPU, or GpuDeviceId to null.");
        warn($"{what}; training on the CPU.");
        return -1;
    }
}
