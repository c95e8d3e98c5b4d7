using System.Globalization;

namespace DeepML.Distributed;

/// <summary>Who has started this process, as its environment tells.</summary>
/// <param name="Name">The launcher, for errors; null if none is known to have.</param>
/// <param name="Size">How many processes it has started; null if it does not say.</param>
/// <param name="Libraries">Libraries of MPI that belong to it, the likeliest first.</param>
internal sealed record MpiLauncher(string? Name, int? Size, IReadOnlyList<string> Libraries)
{
    // Open MPI 4 and 5 have one name; that of MPICH is also those of its relatives.
    private static readonly string[] OpenMpi = ["libmpi.so.40", "libmpi.so", "libmpi.40.dylib", "libmpi.dylib"];
    private static readonly string[] Mpich =
        ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.12.dylib", "libmpich.dylib", "msmpi.dll"];

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Its variables.</param>
    public static MpiLauncher Find(Func<string, string?> variable)
    {
        if (Number("OMPI_COMM_WORLD_SIZE") is { } open)
            return new MpiLauncher("mpirun of Open MPI", open, OpenMpi);
        if (Number("PMI_SIZE") is { } hydra)
            return new MpiLauncher("mpiexec of MPICH, Intel MPI or MS-MPI", hydra, Mpich);
        if (variable("PMIX_RANK") is not null)
            return new MpiLauncher("a launcher with PMIx, as srun", Number("SLURM_STEP_NUM_TASKS"), [.. OpenMpi, .. Mpich]);
        return new MpiLauncher(null, null, [.. OpenMpi, .. Mpich]);

        int? Number(string name) =>
            int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
