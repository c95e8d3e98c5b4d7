using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// Compiled access to a member of a row class.
internal static class MemberAccess<TRow, TMember>
{
    private static readonly ConcurrentDictionary<MemberInfo, Func<TRow, TMember>> Getters = new();
    private static readonly ConcurrentDictionary<MemberInfo, Action<TRow, TMember>> Setters = new();

    /// Null when the member cannot be read.
    public static Func<TRow, TMember> GetterOf(MemberInfo member) => member is PropertyInfo property && property.GetGetMethod() is null
        ? null
        : Getters.GetOrAdd(member, m =>
        {
            if (m is PropertyInfo p && !typeof(TRow).IsValueType)
                return p.GetGetMethod().CreateDelegate<Func<TRow, TMember>>();
            var row = Expression.Parameter(typeof(TRow));
            return Expression.Lambda<Func<TRow, TMember>>(Expression.MakeMemberAccess(row, m), row).Compile();
        });

    public static Action<TRow, TMember> SetterOf(MemberInfo member) => Setters.GetOrAdd(member, m =>
    {
        if (m is PropertyInfo p && !typeof(TRow).IsValueType)
            return p.GetSetMethod().CreateDelegate<Action<TRow, TMember>>();
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TMember));
        return Expression.Lambda<Action<TRow, TMember>>(Expression.Assign(Expression.MakeMemberAccess(row, m), value), row, value).Compile();
    });
}
