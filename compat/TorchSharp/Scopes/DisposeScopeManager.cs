using System.Runtime.CompilerServices;

namespace TorchSharp;

public class DisposeScopeManager
{
    [ThreadStatic] static DisposeScopeManager? s_current;

    internal static DisposeScopeManager Current => s_current ??= new();

    /// The innermost scope of this thread; scopes know their outer ones.
    internal DisposeScope? Top { get; set; }

    internal ThreadDisposeScopeStatistics StatisticsOfThread { get; } = new();

    public static ThreadDisposeScopeStatistics Statistics => Current.StatisticsOfThread;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Register(torch.Tensor tensor)
    {
        var current = Current;
        if (current.Top is { } scope)
        {
            current.StatisticsOfThread.CreatedInScopeCount++;
            scope.Adopt(tensor);
        }
        else current.StatisticsOfThread.CreatedOutsideScopeCount++;
    }

    internal static DisposeScope NewDisposeScope()
    {
        var current = Current;
        return current.Top = new DisposeScope(current, current.Top);
    }

    /// Scopes may end out of order.
    internal void Remove(DisposeScope scope)
    {
        if (Top == scope)
        {
            Top = scope.OuterScope;
            return;
        }
        for (var s = Top; s is not null; s = s.OuterScope)
            if (s.OuterScope == scope)
                s.OuterScope = scope.OuterScope;
    }
}
