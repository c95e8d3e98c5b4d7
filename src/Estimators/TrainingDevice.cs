using System.Diagnostics.CodeAnalysis;
using DeepML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Finds the device that <c>MLContext.GpuDeviceId</c> and <c>MLContext.FallbackToCpu</c> ask for.</summary>
internal static class TrainingDevice
{
    /// <summary>The CPU, unless a GPU is asked for and there.</summary>
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and the CPU is not allowed instead.</exception>
    public static Device Of(IHostEnvironment environment, IChannel channel)
    {
        var (gpu, fallbackToCpu) = MlNetInternals.DeviceOf(environment);
        return Choose(gpu, fallbackToCpu, () => cuda.is_available() ? cuda.device_count() : 0, channel);
    }

    /// <summary>The choice itself, with the number of GPUs given.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Devices are values.")]
    internal static Device Choose(int? gpu, bool fallbackToCpu, Func<int> countGpus, IChannel channel)
    {
        if (gpu is not { } index)
            return CPU;
        var count = countGpus();
        if (index >= 0 && index < count)
            return device(DeviceType.CUDA, index);
        var what = $"GpuDeviceId is {index}, but torch sees {(count == 0 ? "no CUDA device" : $"{count} CUDA device(s), 0 to {count - 1}")}";
        if (!fallbackToCpu)
            throw new InvalidOperationException($"{what}. Set MLContext.FallbackToCpu to train on the CPU, or GpuDeviceId to null.");
        channel.Warning(MessageSensitivity.None, $"{what}; training on the CPU.");
        return CPU;
    }
}
