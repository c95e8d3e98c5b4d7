using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// A context's own environment (no parent) and every host registered on it. Messages of all of them go to the root's sink.
internal class HostEnvironment : IHostEnvironmentInternal, ICancelable
{
    private readonly HostEnvironment _parent;
    private readonly Action<string, ChannelMessage> _sink;
    private readonly object _gate = new();
    private bool _canceled;

    public HostEnvironment(int? seed, Action<string, ChannelMessage> sink)
    {
        Random = TauswortheRandom.Create(seed);
        Seed = seed;
        _sink = sink;
        ComponentCatalog = new ComponentCatalog();
        TempFilePath = Path.GetTempPath();
    }

    private protected HostEnvironment(HostEnvironment parent, string name, TauswortheRandom random, int? seed, bool? verbose)
    {
        _parent = parent;
        _sink = parent._sink;
        Random = random;
        Seed = seed;
        Verbose = verbose ?? parent.Verbose;
        FullName = parent.FullName is null ? name : parent.FullName + "; " + name;
        ComponentCatalog = parent.ComponentCatalog;
        GpuDeviceId = parent.GpuDeviceId;
        FallbackToCpu = parent.FallbackToCpu;
        TempFilePath = parent.TempFilePath;
    }

    private protected TauswortheRandom Random { get; }

    public string FullName { get; }

    public int? Seed { get; }

    public bool Verbose { get; }

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; }

    public string TempFilePath { get; set; }

    public ComponentCatalog ComponentCatalog { get; }

    public bool IsCanceled => _canceled || _parent is { IsCanceled: true };

    public virtual string ContextDescription => FullName ?? "HostEnvironment";

    public void Cancel() => _canceled = true;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        this.CheckNonEmpty(name, nameof(name));
        // The seed is drawn from the parent's generator, so the order of registrations matters.
        lock (_gate)
            return new Host(this, name, seed is { } given ? new TauswortheRandom((uint)given) : new TauswortheRandom(Random), seed ?? Seed, verbose);
    }

    public IChannel Start(string name)
    {
        this.CheckNonEmpty(name, nameof(name));
        return new Channel(this, name);
    }

    public IPipe<TMessage> StartPipe<TMessage>(string name)
    {
        this.CheckNonEmpty(name, nameof(name));
        if (typeof(TMessage) == typeof(ChannelMessage))
            return (IPipe<TMessage>)(object)new Channel(this, name);
        return new Pipe<TMessage>(this);
    }

    public IProgressChannel StartProgressChannel(string name) => new ProgressChannel(this, name);

    public TException Process<TException>(TException ex) where TException : Exception
    {
        if (ex is null || ex.IsMarked())
            return ex;
        ex.Data["Throwing component"] = FullName ?? ContextDescription;
        if (_parent is not null)
            ex.Data["Parent component"] = _parent.ContextDescription;
        ex.Data[Contracts.IsMarkedKey] = true;
        return ex;
    }

    private sealed class Host : HostEnvironment, IHost
    {
        public Host(HostEnvironment parent, string name, TauswortheRandom random, int? seed, bool? verbose) : base(parent, name, random, seed, verbose)
        {
        }

        public Random Rand => Random;
    }

    private class Pipe<TMessage> : IPipe<TMessage>
    {
        private protected readonly HostEnvironment Owner;

        public Pipe(HostEnvironment owner) => Owner = owner;

        public virtual string ContextDescription => Owner.ContextDescription;

        public TException Process<TException>(TException ex) where TException : Exception => Owner.Process(ex);

        /// Only channel messages have a listener.
        public virtual void Send(TMessage msg)
        {
        }

        public virtual void Dispose()
        {
        }
    }

    private sealed class Channel : Pipe<ChannelMessage>, IChannel
    {
        private readonly string _source;
        private readonly long _start = Stopwatch.GetTimestamp();
        private bool _disposed;

        public Channel(HostEnvironment owner, string name) : base(owner)
        {
            _source = owner.FullName is null ? name : owner.FullName + "; " + name;
            Trace(MessageSensitivity.None, "Channel started");
        }

        public override string ContextDescription => _source;

        public override void Send(ChannelMessage msg) => Owner._sink(_source, msg);

        public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt));

        public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Trace, sensitivity, fmt, args));

        public void Error(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt));

        public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Error, sensitivity, fmt, args));

        public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt));

        public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Warning, sensitivity, fmt, args));

        public void Info(MessageSensitivity sensitivity, string fmt) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt));

        public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new ChannelMessage(ChannelMessageKind.Info, sensitivity, fmt, args));

        public override void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_start));
            Trace(MessageSensitivity.None, "Channel disposed");
        }
    }
}
