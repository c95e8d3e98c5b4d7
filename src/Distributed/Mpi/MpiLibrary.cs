using System.Runtime.InteropServices;
using System.Text;

namespace DeepML.Distributed;

/// <summary>
/// The C interface of an MPI library, of either binary interface there is: Open MPI's handles are the addresses of objects that it exports,
/// those of MPICH and its relatives are numbers.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const int ThreadSerialized = 2; // calls come from one thread at a time

    private readonly nint _library;
    private readonly delegate* unmanaged<nint, nint, int, int*, int> _initialize;
    private readonly delegate* unmanaged<int*, int> _isInitialized;
    private readonly delegate* unmanaged<int> _finish;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorText;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;
    private readonly delegate* unmanaged<nint, void*, int, nint, nint, nint, nint*, int> _allReduce;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _broadcast;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _allGather;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _allToAll;
    private readonly delegate* unmanaged<nint, nint*, int> _duplicate;
    private readonly delegate* unmanaged<nint, nint*, int> _barrier;
    private readonly nint _inPlace;
    private readonly nint _ignoredStatus;

    private MpiLibrary(nint library, string name)
    {
        (_library, Name) = (library, name);
        IsOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _);
        (_inPlace, _ignoredStatus) = IsOpenMpi ? (1, 0) : (-1, 1);
        All = Handle("ompi_mpi_comm_world", 0x44000000);
        Sum = Handle("ompi_mpi_op_sum", 0x58000003);
        Float = Handle("ompi_mpi_float", 0x4c00040a);
        Double = Handle("ompi_mpi_double", 0x4c00080b);
        Byte = Handle("ompi_mpi_byte", 0x4c00010d);
        _initialize = (delegate* unmanaged<nint, nint, int, int*, int>)Function("MPI_Init_thread");
        _isInitialized = (delegate* unmanaged<int*, int>)Function("MPI_Initialized");
        _finish = (delegate* unmanaged<int>)Function("MPI_Finalize");
        _rank = (delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_size");
        _setErrorHandler = (delegate* unmanaged<nint, nint, int>)Function("MPI_Comm_set_errhandler");
        _errorText = (delegate* unmanaged<int, byte*, int*, int>)Function("MPI_Error_string");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)Function("MPI_Test");
        _duplicate = (delegate* unmanaged<nint, nint*, int>)Function("MPI_Comm_dup");
        _barrier = (delegate* unmanaged<nint, nint*, int>)Function("MPI_Ibarrier");
        _allReduce = (delegate* unmanaged<nint, void*, int, nint, nint, nint, nint*, int>)Function("MPI_Iallreduce");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Function("MPI_Ibcast");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Function("MPI_Iallgather");
        _allToAll = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Function("MPI_Ialltoall");
    }

    /// <summary>The name under which it was loaded.</summary>
    public string Name { get; }

    /// <summary>Whether it is Open MPI, or else MPICH or a relative of it.</summary>
    public bool IsOpenMpi { get; }

    /// <summary>Handle of float32.</summary>
    public nint Float { get; }

    /// <summary>Handle of float64.</summary>
    public nint Double { get; }

    private nint All { get; }

    private nint Own { get; set; } // what is said in it meets nothing that the program says itself over MPI

    private nint Sum { get; }

    private nint Byte { get; }

    /// <summary>Loads the first library there is.</summary>
    /// <returns>The library; null if there is none of them.</returns>
    /// <exception cref="EntryPointNotFoundException">It is no library of MPI 3.</exception>
    public static MpiLibrary? TryLoad(IEnumerable<string> names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var library))
                return new MpiLibrary(library, name);
        return null;
    }

    /// <summary>Joins the processes that were started together; errors are answered from then on, and do not end the process.</summary>
    public void Initialize()
    {
        int provided, isInitialized;
        Check(_isInitialized(&isInitialized));
        if (isInitialized == 0)
            Check(_initialize(0, 0, ThreadSerialized, &provided));
        Check(_setErrorHandler(All, Handle("ompi_mpi_errors_return", 0x54000001)));
        nint own = 0;
        Check(_duplicate(All, &own));
        Own = own;
    }

    /// <summary>Takes leave of MPI: all processes do.</summary>
    public void Finish() => Check(_finish());

    /// <summary>Number of this process and number of processes.</summary>
    public (int Rank, int Size) Place()
    {
        int rank, size;
        Check(_rank(All, &rank));
        Check(_size(All, &size));
        return (rank, size);
    }

    /// <summary>Begins to replace numbers by their sums over the processes.</summary>
    public nint BeginSum(void* numbers, int count, nint type)
    {
        nint request = 0;
        Check(_allReduce(_inPlace, numbers, count, type, Sum, Own, &request));
        return request;
    }

    /// <summary>Begins to hand bytes of the first process to all.</summary>
    public nint BeginBroadcast(void* bytes, int count)
    {
        nint request = 0;
        Check(_broadcast(bytes, count, Byte, 0, Own, &request));
        return request;
    }

    /// <summary>Begins to collect as many bytes of each process in all of them.</summary>
    public nint BeginGather(void* own, void* all, int count)
    {
        nint request = 0;
        Check(_allGather(own, count, Byte, all, count, Byte, Own, &request));
        return request;
    }

    /// <summary>Begins to send each process its part of the bytes, and to receive as many from each.</summary>
    public nint BeginExchange(void* own, void* received, int count)
    {
        nint request = 0;
        Check(_allToAll(own, count, Byte, received, count, Byte, Own, &request));
        return request;
    }

    /// <summary>Begins the meeting at the end of all work, which ends when all have begun it, and meets no other operation.</summary>
    public nint BeginMeeting()
    {
        nint request = 0;
        Check(_barrier(All, &request));
        return request;
    }

    /// <summary>Whether an operation has ended; those of all processes advance in here.</summary>
    public bool HasEnded(ref nint request)
    {
        int ended;
        fixed (nint* pointer = &request)
            Check(_test(pointer, &ended, _ignoredStatus));
        return ended != 0;
    }

    private nint Function(string name) => NativeLibrary.GetExport(_library, name);

    private nint Handle(string openMpi, int mpich) => IsOpenMpi ? NativeLibrary.GetExport(_library, openMpi) : mpich;

    private void Check(int code)
    {
        if (code == 0)
            return;
        const int room = 4096;
        var text = stackalloc byte[room];
        int length;
        throw new DistributionException(
            _errorText(code, text, &length) == 0
                ? $"MPI ({Name}) reports: {Encoding.UTF8.GetString(text, length).Trim()}"
                : FormattableString.Invariant($"MPI ({Name}) reports error {code}."));
    }
}
