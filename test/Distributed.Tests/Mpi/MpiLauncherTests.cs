namespace DeepML.Distributed.Tests.Mpi;

[TestClass]
public sealed class MpiLauncherTests
{
    [TestMethod]
    [DataRow("OMPI_COMM_WORLD_SIZE=4", "mpirun of Open MPI", 4, "libmpi.so.40")]
    [DataRow("PMI_SIZE=3", "mpiexec of MPICH, Intel MPI or MS-MPI", 3, "libmpich.so.12")]
    [DataRow("PMIX_RANK=0 SLURM_STEP_NUM_TASKS=8", "a launcher with PMIx, as srun", 8, "libmpi.so.40")]
    [DataRow("PMIX_RANK=0", "a launcher with PMIx, as srun", null, "libmpi.so.40")]
    [DataRow("OMPI_COMM_WORLD_SIZE=2 PMIX_RANK=1", "mpirun of Open MPI", 2, "libmpi.so.40")]
    [DataRow("PMI_SIZE=many", null, null, "libmpi.so.40")]
    [DataRow("", null, null, "libmpi.so.40")]
    public void The_environment_tells_who_has_started_how_many_processes_and_which_library_is_theirs(
        string variables, string? name, int? size, string library)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var launcher = MpiLauncher.Find(set.GetValueOrDefault);
        Assert.AreEqual(name, launcher.Name);
        Assert.AreEqual(size, launcher.Size);
        Assert.AreEqual(library, launcher.Libraries[0]);
    }
}
