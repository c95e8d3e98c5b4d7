namespace DeepML;

/// <summary>How <see cref="MpiDistribution.Join"/> joins the processes that <c>mpirun</c> has started.</summary>
public sealed record MpiOptions
{
    /// <summary>The library of MPI, by its name or path.</summary>
    /// <value>
    /// Null (the default) loads the one that belongs to whoever started the process: <c>libmpi.so.40</c> of Open MPI,
    /// <c>libmpich.so.12</c> of MPICH or <c>libmpi.so.12</c> of Intel MPI, <c>msmpi.dll</c> of MS-MPI.
    /// </value>
    public string? Library { get; init; }

    /// <summary>How long a process may be silent before the others take it for lost; one that has ended is noticed at once.</summary>
    /// <value>
    /// From 2 seconds to a day; the default is 8 seconds. Longer ones are for debuggers, in which a process that is looked at stands still.
    /// </value>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>In which numbers gradients travel. They are added up in float32 in either case.</summary>
    /// <value>
    /// The default is <see cref="Precision.Float32"/>. <see cref="Precision.BFloat16"/> sends half the bytes, and rounds the gradient of
    /// each process, and their sum once more, to 8 bits of precision.
    /// </value>
    public Precision GradientPrecision { get; init; }

    /// <summary>Refuses options with faults.</summary>
    /// <exception cref="ArgumentException">Every fault is named.</exception>
    internal void Validate()
    {
        var faults = new Trainers.OptionFaults();
        if (Library is { } library && string.IsNullOrWhiteSpace(library))
            faults.Add(nameof(Library), $"\"{library}\"", "the name or path of a library, or null");
        if (LostAfter < TimeSpan.FromSeconds(2) || LostAfter > TimeSpan.FromDays(1))
            faults.Add(nameof(LostAfter), LostAfter, "from 2 seconds to a day");
        faults.Defined(GradientPrecision, nameof(GradientPrecision));
        faults.ThrowIfAny("options");
    }
}
