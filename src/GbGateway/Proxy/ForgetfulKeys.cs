using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace GbGateway.Proxy;

/// <summary>
/// Data-protection keys in memory only. The reverse proxy asks for them for encrypted affinity cookies; nothing is written under
/// <c>$HOME</c>, and such cookies do not outlive the process.
/// </summary>
public sealed class ForgetfulKeys : IXmlRepository
{
    private readonly Lock _lock = new();
    private readonly List<XElement> _elements = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_lock)
        {
            return [.. _elements];
        }
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_lock)
        {
            _elements.Add(element);
        }
    }
}
