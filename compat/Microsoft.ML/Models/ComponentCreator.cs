using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// Finds and calls what creates a component: a static Create that returns exactly the registered type, or a constructor.
internal static class ComponentCreator
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic;

    public static object Create(IHostEnvironment env, LoadableClassAttribute loadable, ModelLoadContext context, object[] extra)
    {
        object[] plain = [context, .. extra];
        object[] withEnvironment = [env, context, .. extra];
        var candidates = new List<(MethodBase Method, object[] Arguments)>();
        foreach (var arguments in new[] { plain, withEnvironment })
        {
            foreach (var method in loadable.LoaderType.GetMethods(Any | BindingFlags.Static | BindingFlags.DeclaredOnly))
                if (method.Name == "Create" && method.ReturnType == loadable.InstanceType && Fits(method, arguments))
                    candidates.Add((method, arguments));
            if (loadable.InstanceType.IsAssignableFrom(loadable.LoaderType))
                foreach (var constructor in loadable.LoaderType.GetConstructors(Any | BindingFlags.Instance))
                    if (Fits(constructor, arguments))
                        candidates.Add((constructor, arguments));
        }
        env.Check(candidates.Count > 0, $"{loadable.LoaderType} has no Create method returning {loadable.InstanceType} and no constructor that takes a model context");
        // A Create method goes before a constructor, a public one before others; two alike are an error.
        var best = candidates.GroupBy(c => (c.Method is ConstructorInfo, !c.Method.IsPublic)).OrderBy(g => g.Key).First().ToArray();
        env.Check(best.Length == 1, $"{loadable.LoaderType} has more than one way to create {loadable.InstanceType} from a model context");
        try
        {
            return best[0].Method is ConstructorInfo chosen ? chosen.Invoke(best[0].Arguments) : best[0].Method.Invoke(null, best[0].Arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static bool Fits(MethodBase method, object[] arguments)
    {
        var parameters = method.GetParameters();
        if (parameters.Length != arguments.Length)
            return false;
        for (var i = 0; i < arguments.Length; i++)
            if (!parameters[i].ParameterType.IsInstanceOfType(arguments[i]))
                return false;
        return true;
    }
}
