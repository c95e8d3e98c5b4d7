using System.Globalization;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class GlibcHeapTests
{
    private const int PageBytes = 4096, Tensors = 10, BytesOfEach = 4 << 20;

    [TestMethod]
    public void Memory_of_a_freed_tensor_is_not_had_anew_from_the_system()
    {
        if (!GlibcHeap.CanBeSet)
            Assert.Inconclusive("The C library is not glibc, or its heap is set by the environment.");
        Batch();
        var faults = Enumerable.Range(0, 21).Select(_ => FaultsOfBatch()).Order().ToArray();
        // A batch now and then finds its places taken. Without the setting every one had some 1,900 of 10,240.
        Assert.IsLessThan(Tensors * BytesOfEach / PageBytes / 20, faults[faults.Length / 2], string.Join(" ", faults));
    }

    private static long FaultsOfBatch()
    {
        var before = PageFaults();
        Batch();
        return PageFaults() - before;
    }

    // Many blocks that are freed together: with glibc's own thresholds, 8 MiB after the first batch, their end of the heap is given back.
    private static void Batch()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < Tensors; i++)
            ones(BytesOfEach / sizeof(float));
    }

    // "pid (name) state ppid pgrp session tty tpgid flags minflt ...": proc(5)
    private static long PageFaults() => long.Parse(
        File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[7],
        CultureInfo.InvariantCulture);
}
